namespace Actors.Jobs.Sandboxes;

/// <summary>The root folder of a box by <see cref="Namespaces"/>: empty folders and files to mount on, and links. It is shown read-only, to all boxes the same.</summary>
internal static class BoxSkeleton
{
    /// <summary>Where the host's root hangs for a moment while the box is built.</summary>
    public const string OldRoot = "mnt";

    private static readonly string[] Folders = ["usr", "proc", "dev/shm", "tmp", "etc/alternatives", "net", "job", "dotnet", "host", OldRoot];
    private static readonly string[] Files = ["dev/null", "dev/zero", "dev/full", "dev/random", "dev/urandom", "etc/ld.so.cache"];

    private static readonly (string Link, string Target)[] Links =
        [("dev/fd", "/proc/self/fd"), ("dev/stdin", "/proc/self/fd/0"), ("dev/stdout", "/proc/self/fd/1"), ("dev/stderr", "/proc/self/fd/2")];

    public static IEnumerable<string> Devices => Files.Where(file => file.StartsWith("dev/", StringComparison.Ordinal));

    public static void Make(string root)
    {
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var folder in Folders)
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var file in Files)
            File.Create(Path.Combine(root, file)).Dispose();
        foreach (var (link, target) in Links)
            File.CreateSymbolicLink(Path.Combine(root, link), target);
        foreach (var folder in HostSystem.TopFolders)
        {
            if (folder.Target is { } target)
                File.CreateSymbolicLink(root + folder.Path, target);
            else
                Directory.CreateDirectory(root + folder.Path);
        }
    }
}
