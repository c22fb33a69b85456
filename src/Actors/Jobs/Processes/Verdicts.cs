namespace Actors.Jobs.Processes;

/// <summary>What a run's end means. Exit codes alone say little: a program may exit with 137 all by itself.</summary>
internal static class Verdicts
{
    private const int SignalBase = 128;
    private const int SigXCpu = 24;
    private const int SigXFileSize = 25;

    // What ends a program that has not arranged for it. Others are taken as exit codes: shells and init processes report both alike.
    private static readonly int[] DeadlySignals = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15, SigXCpu, SigXFileSize, 31];

    /// <param name="saysOutOfMemory">The runtime's own words on stderr are that memory was used up.</param>
    public static (JobVerdict Verdict, int Signal, string Reason) Judge(BoxReport report, JobLimits limits, bool saysOutOfMemory)
    {
        if (report.BoxFailure is { } failure)
            return (JobVerdict.Sandbox, 0, $"the sandbox failed: {failure}");
        if (report.StoppedFor is { } stop)
            return Stopped(stop, report, limits);
        var signal = SignalOf(report.Exit);
        if (report.Exit is { Code: 0, Signal: 0 })
            return (JobVerdict.Ok, 0, "");
        if (report.RanOutOfMemory || saysOutOfMemory)
            return (JobVerdict.Memory, signal, $"it needs more memory than its {limits.MemoryBytes >> 20} MiB");
        if (signal == SigXCpu || (signal == LibC.SigKill && report.Cpu >= limits.Cpu))
            return (JobVerdict.Cpu, signal, $"it used up its {limits.Cpu.TotalSeconds:0.###} s of processor time");
        if (signal == SigXFileSize || report.FilledItsDisk)
            return (JobVerdict.Disk, signal, $"it filled its disk ({limits.DiskBytes >> 20} MiB, {limits.Files} files)");
        return signal != 0
            ? (JobVerdict.Signal, signal, $"it was ended by signal {signal}")
            : (JobVerdict.Exit, 0, $"exit code {report.Exit.Code}");
    }

    private static (JobVerdict Verdict, int Signal, string Reason) Stopped(BoxStop stop, BoxReport report, JobLimits limits) => stop switch
    {
        BoxStop.Wall => (JobVerdict.Time, LibC.SigKill, $"it ran longer than its {limits.Wall.TotalSeconds:0.###} s"),
        BoxStop.Cpu => (JobVerdict.Cpu, LibC.SigKill, $"it used up its {limits.Cpu.TotalSeconds:0.###} s of processor time"),
        BoxStop.Memory => (JobVerdict.Memory, LibC.SigKill, $"it needs more memory than its {limits.MemoryBytes >> 20} MiB"),
        BoxStop.Output => (JobVerdict.Output, LibC.SigKill, $"it wrote more than its {limits.OutputBytes} bytes"),
        BoxStop.Disk => (JobVerdict.Disk, LibC.SigKill, $"it made more than its {limits.Files} files"),
        BoxStop.Processes => (JobVerdict.Signal, LibC.SigKill, $"it started more than its {limits.Processes} processes"),
        _ => (JobVerdict.Cancelled, LibC.SigKill, report.OrderedBecause ?? "it was stopped"),
    };

    private static int SignalOf(BoxExit exit)
    {
        if (exit.Signal != 0)
            return exit.Signal;
        var signal = exit.Code - SignalBase;
        return DeadlySignals.Contains(signal) ? signal : 0;
    }
}
