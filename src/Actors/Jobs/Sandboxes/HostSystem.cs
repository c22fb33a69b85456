namespace Actors.Jobs.Sandboxes;

/// <summary>What a box shows of the host's system: programs and libraries, no configuration but the loader's.</summary>
internal static class HostSystem
{
    /// <summary>Links for most systems of today, folders for older ones.</summary>
    public static IReadOnlyList<TopFolder> TopFolders { get; } =
        [.. new[] { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32" }.Where(Directory.Exists).Select(path => new TopFolder(path, new DirectoryInfo(path).LinkTarget))];

    public static IReadOnlyList<string> SharedEtc { get; } = [.. new[] { "/etc/ld.so.cache", "/etc/alternatives" }.Where(Path.Exists)];

    /// <summary>Since Linux 5.14 the limit on processes counts those in the user namespace only. Root's are never limited.</summary>
    public static bool CountsProcessesByNamespace { get; } = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 14);
}

/// <summary><paramref name="Target"/> is where the link leads; null for a real folder.</summary>
internal sealed record TopFolder(string Path, string? Target);
