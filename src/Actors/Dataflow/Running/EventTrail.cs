using System.Collections.Immutable;

namespace Actors.Dataflow.Running;

/// <summary>The last steps of events through one actor, so that the path of an event can be told afterwards. Of a fixed size: old steps make room for new ones.</summary>
internal sealed class EventTrail(string actor, int size)
{
    private readonly (EventId Event, long Time, string What, string Port)[] _steps = new (EventId, long, string, string)[size];
    private int _next;

    public bool IsKept => _steps.Length > 0;

    public void Add(EventId id, long time, string what, string port)
    {
        _steps[_next] = (id, time, what, port);
        if (++_next == _steps.Length) _next = 0;
    }

    /// <param name="id">The event.</param>
    /// <param name="timeOf">The wall time of a time as it was added.</param>
    public ImmutableArray<FlowStep> Of(EventId id, Func<long, DateTimeOffset> timeOf)
    {
        var found = ImmutableArray.CreateBuilder<FlowStep>();
        for (var back = 0; back < _steps.Length; back++)
            if (_steps[(_next + back) % _steps.Length] is { What: not null } step && step.Event == id) found.Add(new FlowStep(timeOf(step.Time), actor, step.What, step.Port));
        return found.ToImmutable();
    }
}
