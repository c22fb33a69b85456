using System.Runtime.InteropServices;

namespace Actors.Internal;

/// <summary>File operations that are on the disk when they return. A new name is durable only once its folder is synced too.</summary>
internal static class DurableFiles
{
    /// <summary>Writes the whole file or leaves the old one: temporary file, sync, rename, sync of the folder.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        SyncFolder(folder);
    }

    /// <summary>Makes a folder, and those above it that are not there, with durable names.</summary>
    public static void MakeFolder(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return;
        var above = Path.GetDirectoryName(full)!;
        MakeFolder(above);
        Directory.CreateDirectory(full);
        SyncFolder(above);
    }

    /// <summary>Makes the names in a folder durable. On Windows the file system's journal does that.</summary>
    /// <exception cref="IOException">The folder cannot be synced.</exception>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Posix.Open(folder, Posix.ReadOnly);
        if (descriptor < 0)
            throw new IOException($"Cannot open the folder {folder} to sync it (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Posix.Sync(descriptor) != 0)
                throw new IOException($"Cannot sync the folder {folder} (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Posix.Close(descriptor);
        }
    }

    private static class Posix
    {
        public const int ReadOnly = 0;

        [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Sync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
