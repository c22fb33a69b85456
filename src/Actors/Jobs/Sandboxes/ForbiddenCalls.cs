using System.Collections.Immutable;

namespace Actors.Jobs.Sandboxes;

/// <summary>The system calls that no job needs and that have been ways out of boxes, or reach the kernel's least tested parts.</summary>
internal static class ForbiddenCalls
{
    public const uint NotPermitted = 1; // EPERM
    public const uint NotThere = 38; // ENOSYS: programs fall back to what they did before the call existed
    private const uint NoSuchFamily = 97; // EAFNOSUPPORT

    private const uint NamespaceFlags = 0x7e020080; // CLONE_NEW{TIME,NS,CGROUP,UTS,IPC,USER,PID,NET}
    private const uint PushInput = 0x5412; // TIOCSTI types into the terminal of whoever started us
    private const uint PasteInput = 0x541c; // TIOCLINUX does the same on a console

    public static IReadOnlyList<(string Name, uint Error)> Always { get; } =
    [
        .. Denied(NotThere, "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd", "bpf", "perf_event_open", "clone3", "fanotify_init"),
        .. Denied(NotPermitted, "keyctl", "add_key", "request_key", "ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "process_madvise"),
        .. Denied(NotPermitted, "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr"),
        .. Denied(NotPermitted, "name_to_handle_at", "open_by_handle_at", "quotactl", "quotactl_fd", "acct", "swapon", "swapoff", "reboot", "syslog"),
        .. Denied(NotPermitted, "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "iopl", "ioperm", "modify_ldt", "personality", "vhangup"),
        .. Denied(NotPermitted, "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "lookup_dcookie", "nfsservctl"),
        .. Denied(NotPermitted, "mbind", "migrate_pages", "move_pages", "set_mempolicy_home_node"),
        .. Denied(NotThere, "uselib", "sysfs", "remap_file_pages"),
    ];

    /// <summary>Memory that no process's resident size shows. Programs do without: .NET and Python fall back to files.</summary>
    public static IReadOnlyList<(string Name, uint Error)> HiddenMemory { get; } = [.. Denied(NotThere, "memfd_create", "memfd_secret", "shmget")];

    public static IReadOnlyList<ArgumentRule> ByArgument { get; } =
    [
        new("clone", IsSecond: false, AnyBit: true, AllowsListed: false, [NamespaceFlags], NotPermitted),
        new("ioctl", IsSecond: true, AnyBit: false, AllowsListed: false, [PushInput, PasteInput], NotPermitted),
        // Unix, IPv4, IPv6 and, for looking up addresses, netlink: all of them end at the empty network of the box.
        new("socket", IsSecond: false, AnyBit: false, AllowsListed: true, [1, 2, 10, 16], NoSuchFamily),
        new("socketpair", IsSecond: false, AnyBit: false, AllowsListed: true, [1, 2, 10, 16], NoSuchFamily), // makes a socket of the family before it fails
    ];

    private static IEnumerable<(string Name, uint Error)> Denied(uint error, params string[] names) => names.Select(name => (name, error));
}

/// <summary>A call that is refused by one of its first two arguments: if it is one of the values, has one of the bits, or is none of the values.</summary>
internal sealed record ArgumentRule(string Call, bool IsSecond, bool AnyBit, bool AllowsListed, ImmutableArray<uint> Values, uint Error);
