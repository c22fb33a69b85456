using Actors.Dataflow.Nodes;
using Actors.Links;

namespace Actors.Dataflow.Running;

/// <summary>What all actors of a flow have in common.</summary>
/// <param name="Time">Clock and timers.</param>
/// <param name="Ids">Where ids of events come from.</param>
/// <param name="Find">What the program gave to the director, by type.</param>
/// <param name="Trail">Steps of events that each actor remembers.</param>
internal sealed record FlowTerms(TimeProvider Time, IdSource Ids, Func<Type, object?> Find, int Trail)
{
    /// <summary>One moment on both clocks, so that all actors of a flow tell times in the same way.</summary>
    private readonly (DateTimeOffset Wall, long Stamp) _start = (Time.GetUtcNow(), Time.GetTimestamp());

    /// <summary>The most that <see cref="Trail"/> may be.</summary>
    public const int MaxTrail = 1_000_000;

    /// <summary>How large an event may be that goes to another node.</summary>
    public int MaxEventBytes { get; init; } = DirectorOptions.DefaultMaxEventBytes;

    /// <summary>Of all links between nodes.</summary>
    public LinkSettings Link { get; init; } = EdgeTerms.Link;

    /// <summary>Pause after the first failure to start a module; it doubles.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LastBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wall time of a timestamp.</summary>
    public DateTimeOffset WallTime(long timestamp) => _start.Wall + Time.GetElapsedTime(_start.Stamp, timestamp);

    public TimeSpan Backoff(int failures) => TimeSpan.FromTicks(Math.Min(LastBackoff.Ticks, FirstBackoff.Ticks << Math.Min(failures, 16)));
}
