namespace Actors.Dataflow.Internal;

/// <summary>The events that wait in one inbox, of all edges that end there, in the order of their arrival; those that come round a circle are first.</summary>
internal sealed class Inbox(string name)
{
    private readonly Queue<(FlowEvent Item, Inlet? Inlet)> _events = new();
    private readonly Queue<(FlowEvent Item, Inlet? Inlet)> _circling = new();

    public string Name { get; } = name;

    public int Count => _events.Count + _circling.Count;

    /// <summary>Events that have been here before.</summary>
    public int Circling => _circling.Count;

    public long In { get; private set; }

    public long Out { get; private set; }

    public void Add(FlowEvent item, Inlet? inlet)
    {
        In++;
        (inlet is { ClosesCircle: true } ? _circling : _events).Enqueue((item, inlet));
    }

    public Arrival Take()
    {
        Out++;
        var (item, inlet) = _circling.Count > 0 ? _circling.Dequeue() : _events.Dequeue();
        return new Arrival(item, Name, inlet);
    }
}

/// <param name="Item">The event.</param>
/// <param name="Inbox">Where it came in.</param>
/// <param name="Inlet">The edge that it came by; null: from the program.</param>
internal readonly record struct Arrival(FlowEvent Item, string Inbox, Inlet? Inlet);

/// <summary>The receiving end of an edge: gives credit back as room comes.</summary>
internal sealed class Inlet(InletSpec spec, Inbox inbox)
{
    // Half a window at a time: the sender always has the other half, and there is one message of credit for many events.
    private readonly int _threshold = Math.Max(1, spec.Window / 2);
    private int _owed;

    public InletSpec Spec { get; } = spec;

    public Inbox Inbox { get; } = inbox;

    public bool ClosesCircle { get; set; } = spec.ClosesCircle;

    public long Received { get; set; }

    public void Taken()
    {
        if (!Spec.CreditWhenHandled) Owe();
    }

    public void Handled()
    {
        if (Spec.CreditWhenHandled) Owe();
    }

    private void Owe()
    {
        if (++_owed < _threshold) return;
        Spec.Source.Tell(new FlowProtocol.Credit(Spec.Edge, _owed), Akka.Actor.ActorRefs.NoSender);
        _owed = 0;
    }
}
