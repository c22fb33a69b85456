namespace Actors.Jobs.Processes;

/// <summary>What is known of a run once nothing of it is left.</summary>
internal sealed record BoxReport
{
    public required BoxExit Exit { get; init; }

    /// <summary>Why we ended it; null when it ended by itself.</summary>
    public BoxStop? StoppedFor { get; init; }

    /// <summary>The box, not the program, failed: it was never built, or how it ended is not known.</summary>
    public string? BoxFailure { get; init; }

    /// <summary>The kernel killed one of its processes for want of memory.</summary>
    public bool RanOutOfMemory { get; init; }

    public bool FilledItsDisk { get; init; }

    public required TimeSpan Wall { get; init; }

    public required TimeSpan Cpu { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>Head and tail of stderr as text, for messages.</summary>
    public required string Stderr { get; init; }

    /// <summary>The order's reason, if it was ended by one.</summary>
    public string? OrderedBecause { get; init; }
}

internal enum BoxStop
{
    Ordered,
    Wall,
    Cpu,
    Memory,
    Output,
    Disk,
    Processes,
}
