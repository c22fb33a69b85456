namespace Akka.Simulation.Time;

/// <summary>Virtual time: a heap of things to do, run in order of time and, at one time, in the order in which they were planned.</summary>
public sealed class SimulatedTime
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private long _planned;

    public TimeSpan Now { get; private set; }

    public int Pending => _agenda.Count;

    public void After(TimeSpan delay, Action action) => _agenda.Enqueue(action, (Now + delay, _planned++));

    public void Every(TimeSpan first, TimeSpan interval, Func<bool> goesOn, Action action) => After(first, () =>
    {
        if (!goesOn())
            return;
        action();
        Every(interval, interval, goesOn, action);
    });

    /// <summary>Does the next thing; false when nothing is left until the given time.</summary>
    public bool Step(TimeSpan until)
    {
        if (!_agenda.TryPeek(out var action, out var due) || due.At > until)
        {
            Now = Max(Now, until);
            return false;
        }
        _agenda.Dequeue();
        Now = Max(Now, due.At);
        action();
        return true;
    }

    public void RunFor(TimeSpan duration)
    {
        var until = Now + duration;
        while (Step(until))
        {
        }
    }

    /// <summary>Runs until the condition holds.</summary>
    /// <returns>False when it does not within the limit.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var until = Now + limit;
        while (!condition())
            if (!Step(until))
                return condition();
        return true;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
