using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Actors.Storage.Internal.Local;

/// <summary>Writes that go to the disk without lying in the system's cache first. Linux only; elsewhere, and on file systems that cannot, nothing changes.</summary>
internal static class DirectWrites
{
    private const int SetFlags = 4; // F_SETFL; it leaves the access mode as it is
    private const int DirectOnX86 = 0x4000; // O_DIRECT
    private const int DirectOnArm = 0x10000;

    public static void TryTurnOn(SafeFileHandle file)
    {
        var flag = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => DirectOnX86,
            Architecture.Arm64 => DirectOnArm,
            _ => 0,
        };
        if (OperatingSystem.IsLinux() && flag != 0)
            _ = FileControl(file, SetFlags, flag);
    }

    [DllImport("libc", EntryPoint = "fcntl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(SafeHandle file, int command, int argument);
}
