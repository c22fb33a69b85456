using Microsoft.Win32.SafeHandles;

namespace Actors.Storage.Internal.Local;

/// <summary>A file of chunks; the seam at which tests make disks fail.</summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Sync();

    /// <summary>Fewer bytes than asked for: the file ends.</summary>
    int Read(Span<byte> bytes, long offset);

    void Truncate(long length);
}

/// <summary>The real file.</summary>
internal sealed class SegmentFile(string path) : ISegmentFile
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public long Length => RandomAccess.GetLength(_handle);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public int Read(Span<byte> bytes, long offset)
    {
        var total = 0;
        while (total < bytes.Length && RandomAccess.Read(_handle, bytes[total..], offset + total) is > 0 and var read)
            total += read;
        return total;
    }

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose() => _handle.Dispose();
}
