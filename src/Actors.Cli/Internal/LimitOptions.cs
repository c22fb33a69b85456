using System.CommandLine;
using Actors.Jobs;

namespace Actors.Cli.Internal;

/// <summary>The options <c>--limit-...</c>; what is not given keeps its default.</summary>
internal sealed class LimitOptions
{
    private readonly Option<TimeSpan?> _wall = Quantities.DurationOption("--limit-wall", "Time from start to end. Default: 1m");
    private readonly Option<TimeSpan?> _cpu = Quantities.DurationOption("--limit-cpu", "Processor time. Default: 5m");
    private readonly Option<long?> _memory = Quantities.SizeOption("--limit-memory", "Memory of all its processes. Default: 512MiB");
    private readonly Option<long?> _output = Quantities.SizeOption("--limit-output", "Bytes on stdout. Default: 64MiB");
    private readonly Option<long?> _disk = Quantities.SizeOption("--limit-disk", "Bytes in its /tmp. Default: 256MiB");
    private readonly Option<int?> _files = Words.OptionalNumberOption("--limit-files", "Files in its /tmp. Default: 10000");
    private readonly Option<int?> _processes = Words.OptionalNumberOption("--limit-processes", "Processes and threads. Default: 64");

    public IEnumerable<Option> All => [_wall, _cpu, _memory, _output, _disk, _files, _processes];

    public JobLimits In(ParseResult parsed)
    {
        var limits = JobLimits.Default;
        return limits with
        {
            Wall = parsed.GetValue(_wall) ?? limits.Wall,
            Cpu = parsed.GetValue(_cpu) ?? limits.Cpu,
            MemoryBytes = parsed.GetValue(_memory) ?? limits.MemoryBytes,
            OutputBytes = parsed.GetValue(_output) ?? limits.OutputBytes,
            DiskBytes = parsed.GetValue(_disk) ?? limits.DiskBytes,
            Files = parsed.GetValue(_files) ?? limits.Files,
            Processes = parsed.GetValue(_processes) ?? limits.Processes,
        };
    }
}
