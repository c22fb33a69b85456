using System.Formats.Tar;
using System.IO.Compression;

namespace Actors.Cli.Remote;

/// <summary>The program as one archive for <c>tar -xz</c>: made once, and only when a machine wants it.</summary>
internal sealed class ProgramArchive(ProgramFiles program) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1); // guards _folder: the first who wants the archive makes it
    private DirectoryInfo? _folder;

    private string FilePath => Path.Combine(_folder!.FullName, "program.tar.gz");

    /// <summary>A stream of its own for each machine.</summary>
    public async Task<FileStream> OpenAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_folder == null)
            {
                _folder = Directory.CreateTempSubdirectory("actors-program-");
                await WriteAsync(cancel).ConfigureAwait(false);
            }

            return File.OpenRead(FilePath);
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder?.Delete(recursive: true);
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        await using var file = File.Create(FilePath);
        await using var packed = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(packed);
        foreach (var path in program.Paths)
            await tar.WriteEntryAsync(Path.Combine(program.Folder, path), path, cancel).ConfigureAwait(false);
    }
}
