namespace Actors.Dataflow.Running;

/// <summary>What is to be said when the events that an actor has sent so far have been handled further on: until then they are to come again if this node is lost. Said in order.</summary>
internal sealed class Receipts
{
    private readonly Queue<(Action Say, (Outlet Outlet, long Mark)[] Marks)> _open = new();

    /// <param name="say">What is to be said.</param>
    /// <param name="outlets">Those that say when their events have been handled.</param>
    public void Add(Action say, IReadOnlyList<Outlet> outlets)
    {
        _open.Enqueue((say, [.. outlets.Where(outlet => outlet.Given > outlet.Confirmed).Select(outlet => (outlet, outlet.Given))]));
        Settle();
    }

    /// <summary>To be called when outlets have got something confirmed.</summary>
    public void Settle()
    {
        // Who came later waits for at least as much.
        while (_open.TryPeek(out var first) && Array.TrueForAll(first.Marks, mark => mark.Outlet.Confirmed >= mark.Mark))
        {
            _open.Dequeue();
            first.Say();
        }
    }
}
