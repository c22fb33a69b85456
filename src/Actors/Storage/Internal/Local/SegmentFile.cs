using Microsoft.Win32.SafeHandles;

namespace Actors.Storage.Internal.Local;

/// <summary>A file of chunks; the seam at which tests make disks fail.</summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    /// <summary>Offset, length and the bytes' place in memory are multiples of <see cref="AlignedBuffer.BlockBytes"/>.</summary>
    void Write(ReadOnlySpan<byte> blocks, long offset);

    /// <summary>Nothing is written any more.</summary>
    void EndWriting();

    void Sync();

    /// <summary>Fewer bytes than asked for: the file ends.</summary>
    int Read(Span<byte> bytes, long offset);

    void Truncate(long length);
}

/// <summary>The real file.</summary>
/// <remarks>
/// It is written past the system's cache where that is possible: what is about to be synced gains nothing by lying there first, it would drive out what others read, and
/// the sync of a row would have to wait for all of it. Reads go through the cache.
/// </remarks>
internal sealed class SegmentFile(string path) : ISegmentFile
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    private SafeFileHandle? _writing; // of the appending thread

    public long Length => RandomAccess.GetLength(_handle);

    public void Write(ReadOnlySpan<byte> blocks, long offset) => RandomAccess.Write(_writing ??= OpenToWrite(), blocks, offset);

    public void EndWriting()
    {
        _writing?.Dispose();
        _writing = null;
    }

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public int Read(Span<byte> bytes, long offset)
    {
        var total = 0;
        while (total < bytes.Length && RandomAccess.Read(_handle, bytes[total..], offset + total) is > 0 and var read)
            total += read;
        return total;
    }

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose()
    {
        EndWriting();
        _handle.Dispose();
    }

    private SafeFileHandle OpenToWrite()
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        DirectWrites.TryTurnOn(handle);
        return handle;
    }
}
