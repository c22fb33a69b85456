namespace Actors.Jobs;

/// <summary>
/// How often a run that failed by itself (exit code, signal, a limit) is tried again. Runs lost with their worker are always tried again, up to
/// the broker's poison limit, and do not count here.
/// </summary>
public sealed record JobRetries
{
    public static readonly JobRetries None = new();

    /// <summary>Further runs after the first. Default 0: most programs that fail once fail again; at most 100.</summary>
    public int Limit { get; init; }

    /// <summary>The pause before the first retry; it doubles with each further one. Default 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default 1 min.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);
}
