namespace Actors.Jobs.Table;

/// <summary>What one step decided: events to append, in order, and effects to carry out when their events are durable.</summary>
internal sealed class JobStep
{
    public List<JobEvent> Events { get; } = [];

    public List<JobEffect> Effects { get; } = [];
}
