namespace Actors.Tests.Jobs.Simulation;

/// <summary>A heap of things to happen. Equal times happen in the order of planning, so one seed is one story.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _plans = new();
    private long _order;

    public TimeSpan Now { get; private set; }

    public void After(TimeSpan delay, Action happening) => _plans.Enqueue(happening, (Now + delay, _order++));

    public void RunUntil(TimeSpan end)
    {
        while (_plans.TryPeek(out _, out var key) && key.At <= end)
        {
            Now = key.At;
            _plans.Dequeue()();
        }

        Now = end;
    }
}
