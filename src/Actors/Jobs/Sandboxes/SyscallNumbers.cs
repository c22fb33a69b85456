using System.Collections.Frozen;

namespace Actors.Jobs.Sandboxes;

/// <summary>The kernel's numbers of the calls that the filter names; a call that an architecture lacks is not in its table.</summary>
internal sealed class SyscallNumbers
{
    // Calls from 424 up have the same number everywhere.
    private const string Common =
        "io_uring_setup 425 io_uring_enter 426 io_uring_register 427 open_tree 428 move_mount 429 fsopen 430 fsconfig 431 fsmount 432 fspick 433 "
        + "clone3 435 pidfd_getfd 438 process_madvise 440 mount_setattr 442 quotactl_fd 443 memfd_secret 447 set_mempolicy_home_node 450";

    private const string OnX64 =
        "ioctl 16 shmget 29 socket 41 socketpair 53 clone 56 ptrace 101 syslog 103 uselib 134 personality 135 sysfs 139 modify_ldt 154 pivot_root 155 adjtimex 159 chroot 161 acct 163 settimeofday 164 mount 165 umount2 166 "
        + "swapon 167 swapoff 168 reboot 169 sethostname 170 setdomainname 171 iopl 172 ioperm 173 init_module 175 delete_module 176 quotactl 179 nfsservctl 180 lookup_dcookie 212 remap_file_pages 216 "
        + "clock_settime 227 mbind 237 kexec_load 246 add_key 248 request_key 249 keyctl 250 migrate_pages 256 unshare 272 move_pages 279 perf_event_open 298 fanotify_init 300 "
        + "name_to_handle_at 303 open_by_handle_at 304 clock_adjtime 305 setns 308 process_vm_readv 310 process_vm_writev 311 kcmp 312 finit_module 313 memfd_create 319 kexec_file_load 320 bpf 321 "
        + "userfaultfd 323 vhangup 153 ";

    private const string OnArm64 =
        "lookup_dcookie 18 ioctl 29 umount2 39 mount 40 pivot_root 41 nfsservctl 42 chroot 51 vhangup 58 quotactl 60 acct 89 personality 92 unshare 97 kexec_load 104 init_module 105 "
        + "delete_module 106 clock_settime 112 syslog 116 ptrace 117 reboot 142 sethostname 161 setdomainname 162 settimeofday 170 adjtimex 171 shmget 194 socket 198 socketpair 199 add_key 217 request_key 218 "
        + "keyctl 219 clone 220 swapon 224 swapoff 225 remap_file_pages 234 mbind 235 migrate_pages 238 move_pages 239 perf_event_open 241 fanotify_init 262 name_to_handle_at 264 open_by_handle_at 265 "
        + "clock_adjtime 266 setns 268 process_vm_readv 270 process_vm_writev 271 kcmp 272 finit_module 273 memfd_create 279 bpf 280 userfaultfd 282 kexec_file_load 294 ";

    private readonly FrozenDictionary<string, uint> _numbers;

    private SyscallNumbers(uint architecture, bool hasX32, string table)
    {
        Architecture = architecture;
        HasX32 = hasX32;
        var words = table.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _numbers = words.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => uint.Parse(pair[1]));
    }

    public static SyscallNumbers X64 { get; } = new(0xc000003e, hasX32: true, OnX64 + Common);

    public static SyscallNumbers Arm64 { get; } = new(0xc00000b7, hasX32: false, OnArm64 + Common);

    /// <summary>The kernel's constant for the architecture (AUDIT_ARCH_*).</summary>
    public uint Architecture { get; }

    public bool HasX32 { get; }

    public uint? Find(string name) => _numbers.TryGetValue(name, out var number) ? number : null;
}
