using System.Collections.Immutable;

namespace Actors.Jobs.Sandboxes;

/// <summary>The per-process limits of the kernel, set by util-linux's <c>prlimit</c>.</summary>
internal static class ResourceLimits
{
    public const string Prlimit = "/usr/bin/prlimit";
    private const int OpenFiles = 1024;

    // Address space beyond the resident limit: libraries, stacks and what allocators set aside.
    private const long AddressSlackBytes = 256L << 20;

    // In the box's user namespace besides the program: its init and, with some providers, whoever made the namespace.
    private const int OwnProcesses = 2;

    /// <summary>The command that starts what comes after it with these limits.</summary>
    /// <param name="countsOwnProcesses">The kernel counts the box's processes apart from those of the user outside (Linux 5.14 in a user namespace).</param>
    public static ImmutableArray<string> Of(BoxSpec spec, bool hasCgroup, bool countsOwnProcesses)
    {
        var limits = spec.Limits;
        var cpuSeconds = (long)Math.Ceiling(limits.Cpu.TotalSeconds);
        var command = ImmutableArray.CreateBuilder<string>();
        command.Add(Prlimit);
        command.Add("--core=0");
        command.Add($"--nofile={OpenFiles}");
        command.Add($"--fsize={limits.DiskBytes}");
        command.Add($"--cpu={cpuSeconds}:{cpuSeconds + 1}"); // SIGXCPU, a second later SIGKILL
        if (!hasCgroup && countsOwnProcesses)
            command.Add($"--nproc={(long)limits.Processes + OwnProcesses}");
        if (!spec.ReservesMuchMemory)
            command.Add($"--as={limits.MemoryBytes + AddressSlackBytes}");
        command.Add("--");
        return command.ToImmutable();
    }
}
