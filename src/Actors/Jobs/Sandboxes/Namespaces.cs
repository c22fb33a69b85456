using System.Collections.Immutable;
using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>
/// The box by util-linux alone: <c>unshare</c> makes the namespaces, <c>mount</c> builds the root on an empty skeleton, <c>setpriv</c> gives up all rights.
/// It has no system call filter, so it stands and falls with the kernel: it is called reduced.
/// </summary>
/// <param name="skeleton">See <see cref="BoxSkeleton"/>.</param>
/// <param name="dropsRoot">We are root and the box runs as nobody; otherwise it runs as our own user.</param>
internal sealed class Namespaces(string skeleton, bool dropsRoot) : ISandbox
{
    public const string Unshare = "/usr/bin/unshare";

    // $1 the new root, $2 whether there is a second table, then the command. Nothing of it is read as shell text. Limiting further namespaces comes
    // before /proc/sys is made read-only; the last exec leaves an init whose command line says nothing of the host.
    private const string Script = """
        fail() { echo "actors-box: $1" >&2; exit 125; }
        mount --all --fstab /dev/fd/3 || fail "cannot mount"
        cd "$1" || fail "cannot enter the root"
        echo 0 >proc/sys/user/max_user_namespaces || fail "cannot forbid further namespaces"
        [ "$2" = 0 ] || mount --all --fstab /dev/fd/4 || fail "cannot protect /proc"
        hostname job
        pivot_root . mnt && umount --lazy /mnt || fail "cannot change the root"
        cd /tmp || fail "no /tmp"
        shift 2
        exec 3<&- 4<&- "$@"
        """;

    public string Name => "namespaces";

    public string Weakness => "reduced: no system call filter, so sockets of the hypervisor (AF_VSOCK) and keys of the box's user are in reach"
        + (RunsAsRoot ? "; that user is root, without rights" : "");

    private bool RunsAsRoot => WorkFolder.IsRoot && !dropsRoot;

    public BoxLayout LayoutOf(BoxFolders folders) => BoxLayout.Boxed;

    public ImmutableArray<string> MemoryFolders => ["/tmp"];

    public LaunchPlan Plan(BoxSpec spec, bool hasCgroup)
    {
        ImmutableArray<string> drop = dropsRoot ? Privileges.DropRoot : [];
        ImmutableArray<string> arguments =
        [
            .. drop, "--pdeathsig", "KILL", "--",
            Unshare, "--user", "--map-root-user", "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup", "--fork", "--kill-child=KILL", "--",
            "/bin/sh", "-c", Script, "actors-box", skeleton, RunsAsRoot ? "1" : "0",
            "/usr/bin/env", "-i", .. spec.Environment.Select(pair => $"{pair.Key}={pair.Value}"),
            Privileges.Setpriv, .. Privileges.GiveUpAll, "--",
            .. ResourceLimits.Of(spec, hasCgroup, HostSystem.CountsProcessesByNamespace && !RunsAsRoot),
        ];
        var plan = new LaunchPlan(Privileges.Setpriv, [], [new("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")], [Mounts(spec), Protections()], Folder: "/") { TellsWhenBuilt = true };
        return plan with { Arguments = [.. arguments, .. BoxInit.Command(plan.BuiltAt), .. spec.Command] };
    }

    private byte[] Mounts(BoxSpec spec)
    {
        var table = new MountTable(skeleton).Show(skeleton, "").Show("/usr", "usr");
        foreach (var folder in HostSystem.TopFolders.Where(folder => folder.Target is null))
            table.Show(folder.Path, folder.Path);
        foreach (var path in HostSystem.SharedEtc)
            table.Show(path, path);
        foreach (var device in BoxSkeleton.Devices)
            table.Show("/" + device, device, "nosuid,noexec");
        var scratch = $"size={spec.Limits.DiskBytes},nr_inodes={spec.Limits.Files},mode=1777,nosuid,nodev";
        // Shared memory lies in /tmp too, so that both together have one limit.
        table.Add("tmpfs", "tmp", "tmpfs", scratch).Add(Path.Combine(skeleton, "tmp"), "dev/shm", "none", "bind,nosuid,nodev");
        table.Show(spec.Folders.Job, "job").Show(spec.Folders.Net, "net");
        foreach (var mount in spec.Mounts)
            table.Show(mount.HostFolder, mount.Inside);
        table.Add("proc", "proc", "proc", "nosuid,nodev,noexec");
        foreach (var entry in Privileges.HiddenEntries)
            table.Show("/dev/null", Path.Combine("proc", entry), "nosuid,noexec");
        return table.ToBytes();
    }

    // What the real root could write to, and our root in the box is the same user.
    private byte[] Protections()
    {
        var table = new MountTable(skeleton);
        foreach (var entry in Privileges.WritableByRoot)
            table.Show(Path.Combine(skeleton, "proc", entry), Path.Combine("proc", entry), "ro,nosuid,nodev,noexec");
        return table.ToBytes();
    }
}
