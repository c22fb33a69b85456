namespace Actors.Jobs;

/// <summary>
/// What one run of a job may use. Every limit is above zero: "no limit" does not exist. Reaching one ends the run with its own verdict.
/// </summary>
public sealed record JobLimits
{
    public static readonly JobLimits Default = new();

    /// <summary>
    /// More is accepted nowhere: what sums of limits can still be computed with, and processes that a kernel can number. Operators set less
    /// (<c>actors.jobs.max-limits</c>).
    /// </summary>
    internal static readonly JobLimits Largest = new()
    {
        Wall = TimeSpan.FromDays(7),
        Cpu = TimeSpan.FromDays(7 * 4096),
        MemoryBytes = 1L << 50,
        OutputBytes = 1L << 50,
        DiskBytes = 1L << 50,
        Files = 1_000_000_000,
        Processes = 4_000_000,
    };

    /// <summary>Time from start to end, input fetching excluded. Default 1 min, as much as a person waits; at most 7 days.</summary>
    public TimeSpan Wall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Processor time of all its processes together. Default 5 min: a minute's wall on a few cores.</summary>
    public TimeSpan Cpu { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Resident memory of all its processes together. Default 512 MiB; at least 16 MiB.</summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>Bytes on stdout, which become the output object. Default 64 MiB.</summary>
    public long OutputBytes { get; init; } = 64L << 20;

    /// <summary>Size of the private <c>/tmp</c>. Default 256 MiB.</summary>
    public long DiskBytes { get; init; } = 256L << 20;

    /// <summary>Files and folders in the private <c>/tmp</c>. Default 10,000.</summary>
    public int Files { get; init; } = 10_000;

    /// <summary>Processes and threads at a time. Default 64: a .NET program alone has about 15 threads.</summary>
    public int Processes { get; init; } = 64;
}
