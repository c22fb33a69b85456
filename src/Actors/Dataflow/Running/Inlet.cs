using Akka.Actor;

namespace Actors.Dataflow.Running;

/// <summary>The receiving end of an edge: gives credit back as room comes, or as events have been handled, in their order.</summary>
internal sealed class Inlet(InletSpec spec, Inbox inbox)
{
    private int _threshold = ThresholdOf(spec.Window);

    // Handled before others that came earlier.
    private readonly HashSet<long> _handledEarly = [];
    private long _taken;
    private long _handled;
    private int _owed;

    public InletSpec Spec { get; } = spec;

    public Inbox Inbox { get; } = inbox;

    public bool ClosesCircle { get; private set; } = spec.ClosesCircle;

    /// <summary>Nothing more comes; what is owed is not to wait for more.</summary>
    public bool IsClosed { get; private set; }

    public long Received { get; set; }

    /// <summary>Of these, what came from senders that are gone.</summary>
    public long Settled { get; set; }

    /// <returns>Its number.</returns>
    public long Taken()
    {
        if (!Spec.CreditWhenHandled) Owe();
        return _taken++;
    }

    public void Handled(long number)
    {
        if (!Spec.CreditWhenHandled) return;
        // The sender forgets events in their order: none before it has been handled.
        _handledEarly.Add(number);
        while (_handledEarly.Remove(_handled))
        {
            _handled++;
            Owe();
        }
    }

    public void Close()
    {
        IsClosed = true;
        Flush();
    }

    /// <summary>Gives back what is owed, be it little.</summary>
    public void Flush()
    {
        if (_owed == 0) return;
        Spec.Source.Tell(new FlowProtocol.Credit(Spec.Edge, _owed), ActorRefs.NoSender);
        _owed = 0;
    }

    public void SetLimits(int window, bool closesCircle)
    {
        (_threshold, ClosesCircle) = (ThresholdOf(window), closesCircle);
        // A sender with less room may be waiting for just this.
        Flush();
    }

    // Half a window at a time: the sender always has the other half, and there is one message of credit for many events.
    private static int ThresholdOf(int window) => Math.Max(1, window / 2);

    private void Owe()
    {
        if (++_owed >= _threshold || IsClosed) Flush();
    }
}
