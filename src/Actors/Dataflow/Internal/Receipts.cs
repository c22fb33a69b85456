namespace Actors.Dataflow.Internal;

/// <summary>
/// Events that were handled here, in order, and are told so to who sent them only when what was made of them has been handled further on: if this node is lost before that, they come again.
/// </summary>
internal sealed class Receipts
{
    private readonly Queue<(Arrival Arrival, (Outlet Outlet, long Mark)[] Marks)> _open = new();

    /// <param name="arrival">What was handled.</param>
    /// <param name="outlets">Those that say when their events have been handled. All that they were given so far may have been made of it.</param>
    public void Add(Arrival arrival, IReadOnlyList<Outlet> outlets)
    {
        _open.Enqueue((arrival, [.. outlets.Where(outlet => outlet.Given > outlet.Confirmed).Select(outlet => (outlet, outlet.Given))]));
        Settle();
    }

    /// <summary>To be called when outlets have got something confirmed.</summary>
    public void Settle()
    {
        // Who was handled later waits for at least as much.
        while (_open.TryPeek(out var first) && Array.TrueForAll(first.Marks, mark => mark.Outlet.Confirmed >= mark.Mark))
        {
            _open.Dequeue();
            first.Arrival.Inlet!.Handled(first.Arrival.Number);
        }
    }
}
