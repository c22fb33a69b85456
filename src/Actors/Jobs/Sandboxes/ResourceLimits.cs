using System.Collections.Immutable;

namespace Actors.Jobs.Sandboxes;

/// <summary>The per-process limits of the kernel, set by util-linux's <c>prlimit</c> as the last step before the program.</summary>
internal static class ResourceLimits
{
    public const string Prlimit = "/usr/bin/prlimit";
    private const int OpenFiles = 1024;

    // Address space beyond the resident limit: libraries, stacks and what allocators set aside.
    private const long AddressSlackBytes = 256L << 20;

    /// <summary>The command with the limits before it.</summary>
    /// <param name="countsOwnProcesses">The kernel counts the box's processes apart from those of the user outside (Linux 5.14 in a user namespace).</param>
    public static ImmutableArray<string> Wrap(BoxSpec spec, bool hasCgroup, bool countsOwnProcesses)
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
            command.Add($"--nproc={limits.Processes}");
        if (!spec.ReservesMuchMemory)
            command.Add($"--as={limits.MemoryBytes + AddressSlackBytes}");
        command.Add("--");
        command.AddRange(spec.Command);
        return command.ToImmutable();
    }
}
