using System.Security.Cryptography;

namespace Actors.Jobs.Processes;

/// <summary>A job's stdout: in memory while it is small, then in a file of ours. It is hashed as it comes.</summary>
internal sealed class OutputBuffer(int inMemoryBytes, string folder) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _memory = new();
    private FileStream? _file;

    public long Length { get; private set; }

    /// <summary>The whole output, if it is small enough to travel inside the result.</summary>
    // The cast matters: without it null would become empty memory, by way of an array.
    public ReadOnlyMemory<byte>? Inline => _file is null ? (ReadOnlyMemory<byte>?)_memory.GetBuffer().AsMemory(0, (int)_memory.Length) : null;

    public byte[] Sha256() => _hash.GetCurrentHash();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
        if (_file is null && Length > inMemoryBytes)
            Spill();
        if (_file is null)
            _memory.Write(bytes);
        else
            _file.Write(bytes);
    }

    /// <summary>The output from its start. The stream is the buffer's own: it is to be read once, and ends with the buffer.</summary>
    public Stream Read()
    {
        Stream content = _file is null ? _memory : _file;
        content.Position = 0;
        return content;
    }

    public void Dispose()
    {
        _hash.Dispose();
        _memory.Dispose();
        _file?.Dispose();
    }

    private void Spill()
    {
        var path = Path.Combine(folder, "stdout");
        // A new file, never one that is there: nothing foreign can have put a link in its place.
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _memory.WriteTo(_file);
        _memory.SetLength(0);
    }
}
