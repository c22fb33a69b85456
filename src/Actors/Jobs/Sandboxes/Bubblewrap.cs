using System.Collections.Immutable;
using System.Text;
using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>
/// The box by <c>bwrap</c>: all namespaces new, a root of its own in memory, no capabilities, no further user namespaces, a system call filter.
/// This is the provider that the claim of safety is made for.
/// </summary>
/// <remarks>
/// Its arguments go through a descriptor and its environment is empty, because the program can read both of its init in <c>/proc/1</c>. That init is a
/// shell of ours, not bwrap's own: bwrap leaves before its own init is gone, and then it would be for others to reap.
/// </remarks>
/// <param name="features">Of the installed version.</param>
/// <param name="filters">The system call filters; empty when there are none for this processor.</param>
/// <param name="dropsRoot">We are root and the box runs as nobody; otherwise it runs as our own user.</param>
internal sealed class Bubblewrap(BubblewrapFeatures features, SystemCallFilters filters, bool dropsRoot) : ISandbox
{
    public const string Program = "/usr/bin/bwrap";
    private const long SharedMemoryBytes = 64L << 20;

    public string Name => "bubblewrap";

    public string? Weakness
    {
        get
        {
            string?[] weaknesses =
            [
                filters.IsEmpty ? "no system call filter for this processor" : null,
                RunsAsRoot ? "the box's user is root, without rights" : null,
                features.SizesMemoryFolders ? null : "the size of /tmp is watched, not held, by a bubblewrap before 0.7",
            ];
            return weaknesses.Any(weakness => weakness is not null) ? string.Join("; ", weaknesses.OfType<string>()) : null;
        }
    }

    private bool RunsAsRoot => WorkFolder.IsRoot && !dropsRoot;

    public BoxLayout LayoutOf(BoxFolders folders) => BoxLayout.Boxed;

    public ImmutableArray<string> MemoryFolders => ["/tmp", "/dev/shm"];

    public LaunchPlan Plan(BoxSpec spec, bool hasCgroup)
    {
        const int argumentsAt = 3;
        const int filterAt = 4;
        var filter = hasCgroup ? filters.Plain : filters.WithoutHiddenMemory;
        var options = new List<string>(96);
        Namespaces(options);
        System(options);
        Writable(options, spec.Limits);
        Shown(options, spec);
        if (!filter.IsEmpty)
            options.AddRange(["--seccomp", $"{filterAt}"]);
        options.AddRange(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]);
        foreach (var (name, value) in spec.Environment)
            options.AddRange(["--setenv", name, value]);
        var text = Encoding.UTF8.GetBytes(string.Concat(options.Select(option => option + "\0")));
        ImmutableArray<ReadOnlyMemory<byte>> descriptors = filter.IsEmpty ? [text] : [text, filter.AsMemory()];
        var plan = new LaunchPlan(dropsRoot ? Privileges.Setpriv : Program, [], [], descriptors, Folder: "/") { TellsWhenBuilt = true };
        ImmutableArray<string> drop = dropsRoot ? [.. Privileges.DropRoot, "--", Program] : [];
        var limits = ResourceLimits.Of(spec, hasCgroup, features.CountsOwnProcesses && !RunsAsRoot);
        return plan with { Arguments = [.. drop, "--args", $"{argumentsAt}", "--", .. limits, .. BoxInit.Command(plan.BuiltAt), .. spec.Command] };
    }

    private void Namespaces(List<string> options)
    {
        options.AddRange(["--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--hostname", "job"]);
        options.AddRange(["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--as-pid-1"]);
        if (features.DisablesUserNamespaces)
            options.Add("--disable-userns");
    }

    private void System(List<string> options)
    {
        options.AddRange(["--ro-bind", "/usr", "/usr"]);
        foreach (var folder in HostSystem.TopFolders)
            options.AddRange(folder.Target is { } target ? ["--symlink", target, folder.Path] : ["--ro-bind", folder.Path, folder.Path]);
        foreach (var path in HostSystem.SharedEtc)
            options.AddRange(["--ro-bind-try", path, path]);
        options.AddRange(["--proc", "/proc", "--dev", "/dev"]);
        foreach (var entry in Privileges.HiddenEntries)
            options.AddRange(["--ro-bind", "/dev/null", "/proc/" + entry]);
        foreach (var entry in RunsAsRoot ? Privileges.WritableByRoot : [])
            options.AddRange(["--ro-bind", "/proc/" + entry, "/proc/" + entry]);
    }

    private void Writable(List<string> options, JobLimits limits)
    {
        Size(options, Math.Min(limits.DiskBytes, SharedMemoryBytes));
        options.AddRange(["--tmpfs", "/dev/shm"]);
        Size(options, limits.DiskBytes);
        options.AddRange(["--tmpfs", "/tmp"]);
    }

    private void Size(List<string> options, long bytes)
    {
        if (features.SizesMemoryFolders)
            options.AddRange(["--size", $"{bytes}"]);
    }

    private static void Shown(List<string> options, BoxSpec spec)
    {
        options.AddRange(["--ro-bind", spec.Folders.Job, "/job", "--ro-bind", spec.Folders.Net, "/net"]);
        foreach (var mount in spec.Mounts)
            options.AddRange(["--ro-bind", mount.HostFolder, mount.Inside]);
    }
}

/// <summary>What the installed <c>bwrap</c> and the kernel can do.</summary>
internal sealed record BubblewrapFeatures(bool DisablesUserNamespaces, bool SizesMemoryFolders, bool CountsOwnProcesses)
{
    /// <summary>By the output of <c>bwrap --version</c>; null when it is none.</summary>
    public static BubblewrapFeatures? Of(string versionText)
    {
        var words = versionText.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length != 2 || words[0] != "bubblewrap" || !Version.TryParse(words[1], out var version))
            return null;
        return new BubblewrapFeatures(version >= new Version(0, 8), version >= new Version(0, 7), HostSystem.CountsProcessesByNamespace);
    }
}
