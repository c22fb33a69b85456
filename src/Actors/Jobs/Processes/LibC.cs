using System.Runtime.InteropServices;
using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>The calls of the C library that starting and watching a program takes. 64-bit Linux only.</summary>
internal static class LibC
{
    public const int CloseOnExec = 0x80000; // O_CLOEXEC and the flags of pipe2, eventfd alike
    public const int NonBlocking = 0x800;
    public const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    public const int SetDescriptorFlags = 2; // F_SETFD
    public const int DescriptorCloseOnExec = 1; // FD_CLOEXEC
    public const int SetFileFlags = 4; // F_SETFL
    public const short PollIn = 1;
    public const int NoHang = 1;
    public const int Interrupted = 4; // EINTR
    public const int WouldBlock = 11; // EAGAIN
    public const short SpawnSetSignalMask = 0x08;
    public const short SpawnSetSignalDefaults = 0x04;
    public const short SpawnSetSession = 0x80;
    public const int SigKill = 9;
    public const int SigChild = 17;
    public const int SigCont = 18;
    public const int SigStop = 19;
    public const int SignalSetBytes = 128;

    /// <summary>Of struct rusage, in 64-bit words.</summary>
    public const int UsageWords = 18;

    /// <summary>More than any C library's spawn attributes or file actions take (336 bytes with glibc).</summary>
    public const int SpawnStructBytes = 1024;

    private const string Library = "libc";
    private const DllImportSearchPath Path = DllImportSearchPath.SafeDirectories;
    private const long PidFdOpen = 434; // the same number on every architecture

    public static int OpenPidFd(int pid) => (int)SystemCall(PidFdOpen, pid, 0);

    [DllImport(Library, EntryPoint = "syscall", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    private static extern long SystemCall(long number, long first, long second);

    [DllImport(Library, EntryPoint = "pipe2", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Pipe(int[] descriptors, int flags);

    [DllImport(Library, EntryPoint = "eventfd", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int EventFd(uint initial, int flags);

    [DllImport(Library, EntryPoint = "memfd_create", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int MemFd(byte[] name, uint flags);

    [DllImport(Library, EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Open(byte[] path, int flags);

    [DllImport(Library, EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Close(int descriptor);

    [DllImport(Library, EntryPoint = "fcntl", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Fcntl(int descriptor, int command, int argument);

    [DllImport(Library, EntryPoint = "lseek", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern long Seek(int descriptor, long offset, int origin);

    [DllImport(Library, EntryPoint = "read", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern nint Read(int descriptor, ref byte buffer, nint count);

    [DllImport(Library, EntryPoint = "write", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern nint Write(int descriptor, ref byte buffer, nint count);

    [DllImport(Library, EntryPoint = "poll", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Poll([In, Out] PollEntry[] entries, ulong count, int timeoutMilliseconds);

    [DllImport(Library, EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Kill(int pid, int signal);

    [DllImport(Library, EntryPoint = "wait4", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int Wait(int pid, out int status, int options, [Out] long[] usage);

    [DllImport(Library, EntryPoint = "waitid", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    private static extern int WaitId(int kind, int pid, int[] information, int options);

    /// <summary>How far our child is. It is not reaped, so its number stays its own.</summary>
    public static ChildState StateOf(int pid)
    {
        const int byPid = 1;
        const int ended = 0x4 | 0x1000000 | NoHang; // WEXITED, WNOWAIT
        const int noChild = 10; // ECHILD
        var information = new int[32]; // siginfo_t: signal, error, code, then the child's number, from an eight-byte boundary on
        if (WaitId(byPid, pid, information, ended) != 0)
            return Marshal.GetLastPInvokeError() == noChild ? ChildState.Gone : ChildState.Running;
        return information[3] == pid || information[4] == pid ? ChildState.Ended : ChildState.Running;
    }

    /// <summary>Back to the default for a signal that whoever started us has left ignored; a handler of our own process stays.</summary>
    public static void StopIgnoring(int signal)
    {
        const nint byDefault = 0;
        const nint ignored = 1;
        var action = new nint[32]; // struct sigaction starts with the handler
        if (GetAction(signal, 0, action) == 0 && action[0] == ignored)
            _ = SetHandler(signal, byDefault);
    }

    [DllImport(Library, EntryPoint = "sigaction"), DefaultDllImportSearchPaths(Path)]
    private static extern int GetAction(int signal, nint newAction, [Out] nint[] action);

    [DllImport(Library, EntryPoint = "signal"), DefaultDllImportSearchPaths(Path)]
    private static extern nint SetHandler(int signal, nint handler);

    /// <summary>The owner of what is at this path, which a link is not followed from; null when it is no folder.</summary>
    public static uint? OwnerOfFolder(string path)
    {
        const int here = -100; // AT_FDCWD
        const int noFollow = 0x100;
        const uint typeAndOwner = 0x1 | 0x8;
        const int typeMask = 0xf000;
        const int folder = 0x4000;
        var status = new byte[256]; // struct statx, the same everywhere: the user at 20, the mode at 28
        return Status(here, Encoding.UTF8.GetBytes(path + "\0"), noFollow, typeAndOwner, status) == 0 && (BitConverter.ToUInt16(status, 28) & typeMask) == folder
            ? BitConverter.ToUInt32(status, 20)
            : null;
    }

    [DllImport(Library, EntryPoint = "statx", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, [Out] byte[] result);

    /// <summary>Gives this thread, and what it starts, a session keyring of its own instead of that of whoever started us. Where that is denied nothing changes.</summary>
    public static void LeaveSessionKeyring()
    {
        const long joinSession = 1;
        var keyControl = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 250, Architecture.Arm64 => 219, _ => 0L };
        if (keyControl != 0)
            _ = SystemCall(keyControl, joinSession, 0);
    }

    [DllImport(Library, EntryPoint = "statvfs", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int StatFileSystem(byte[] path, [Out] ulong[] result);

    [DllImport(Library, EntryPoint = "chown", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    public static extern int ChangeOwner(byte[] path, int user, int group);

    public static int Link(string from, string to) => MakeLink(Encoding.UTF8.GetBytes(from + "\0"), Encoding.UTF8.GetBytes(to + "\0"));

    [DllImport(Library, EntryPoint = "link", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    private static extern int MakeLink(byte[] from, byte[] to);

    /// <summary>A new folder with this beginning of its name, that nobody else may enter.</summary>
    public static string MakeUniqueFolder(string start)
    {
        var template = Encoding.UTF8.GetBytes(start + "XXXXXX\0");
        return MakeTemporaryFolder(template) != 0
            ? Encoding.UTF8.GetString(template.AsSpan(0, template.Length - 1))
            : throw new IOException($"{start}... cannot be made: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [DllImport(Library, EntryPoint = "mkdtemp", SetLastError = true), DefaultDllImportSearchPaths(Path)]
    private static extern nint MakeTemporaryFolder([In, Out] byte[] template);

    [DllImport(Library, EntryPoint = "geteuid"), DefaultDllImportSearchPaths(Path)]
    public static extern uint EffectiveUser();

    [DllImport(Library, EntryPoint = "sigfillset"), DefaultDllImportSearchPaths(Path)]
    public static extern int FillSignalSet(byte[] set);

    [DllImport(Library, EntryPoint = "posix_spawn_file_actions_init"), DefaultDllImportSearchPaths(Path)]
    public static extern int InitFileActions(byte[] actions);

    [DllImport(Library, EntryPoint = "posix_spawn_file_actions_destroy"), DefaultDllImportSearchPaths(Path)]
    public static extern int DestroyFileActions(byte[] actions);

    [DllImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2"), DefaultDllImportSearchPaths(Path)]
    public static extern int AddDuplicate(byte[] actions, int from, int to);

    [DllImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np"), DefaultDllImportSearchPaths(Path)]
    public static extern int AddCloseFrom(byte[] actions, int lowest);

    [DllImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np"), DefaultDllImportSearchPaths(Path)]
    public static extern int AddChangeFolder(byte[] actions, byte[] path);

    [DllImport(Library, EntryPoint = "posix_spawnattr_init"), DefaultDllImportSearchPaths(Path)]
    public static extern int InitAttributes(byte[] attributes);

    [DllImport(Library, EntryPoint = "posix_spawnattr_destroy"), DefaultDllImportSearchPaths(Path)]
    public static extern int DestroyAttributes(byte[] attributes);

    [DllImport(Library, EntryPoint = "posix_spawnattr_setflags"), DefaultDllImportSearchPaths(Path)]
    public static extern int SetFlags(byte[] attributes, short flags);

    [DllImport(Library, EntryPoint = "posix_spawnattr_setsigmask"), DefaultDllImportSearchPaths(Path)]
    public static extern int SetSignalMask(byte[] attributes, byte[] set);

    [DllImport(Library, EntryPoint = "posix_spawnattr_setsigdefault"), DefaultDllImportSearchPaths(Path)]
    public static extern int SetSignalDefaults(byte[] attributes, byte[] set);

    [DllImport(Library, EntryPoint = "posix_spawn"), DefaultDllImportSearchPaths(Path)]
    public static extern int Spawn(out int pid, byte[] path, byte[] actions, byte[] attributes, nint[] arguments, nint[] environment);

    internal enum ChildState
    {
        Running,
        Ended,

        /// <summary>It has been reaped, by somebody else or because its end is ignored.</summary>
        Gone,
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
