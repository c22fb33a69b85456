using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Actors.Storage.Internal.Local;

/// <summary>A file of chunks; the seam at which tests make disks fail.</summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset);

    /// <summary>Has the system begin to bring a range to the disk, so that little is left for the sync. A hint: it promises nothing and reports nothing.</summary>
    void StartWriting(long offset, long length);

    void Sync();

    /// <summary>Fewer bytes than asked for: the file ends.</summary>
    int Read(Span<byte> bytes, long offset);

    void Truncate(long length);
}

/// <summary>The real file.</summary>
internal sealed class SegmentFile(string path) : ISegmentFile
{
    private const uint SyncFileRangeWrite = 2; // SYNC_FILE_RANGE_WRITE: start writing what is dirty, do not wait for it

    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public long Length => RandomAccess.GetLength(_handle);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset) => RandomAccess.Write(_handle, parts, offset);

    public void StartWriting(long offset, long length)
    {
        if (OperatingSystem.IsLinux())
            _ = SyncFileRange(_handle, offset, length, SyncFileRangeWrite);
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

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "sync_file_range"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeHandle file, long offset, long length, uint flags);
}
