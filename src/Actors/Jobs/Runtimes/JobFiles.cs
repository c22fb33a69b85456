using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>Writes the program's files into its box, where all may read them and nobody may write.</summary>
internal static class JobFiles
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static void Write(BoxFolders folders, string name, ReadOnlySpan<byte> content, bool isExecutable = false)
    {
        var path = Path.Combine(folders.Job, name);
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            file.Write(content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, isExecutable ? Executable : Readable);
    }
}
