namespace Actors.Dataflow.Running;

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
/// <param name="Number">Which one of that edge.</param>
internal readonly record struct Arrival(FlowEvent Item, string Inbox, Inlet? Inlet, long Number = 0);
