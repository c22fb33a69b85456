using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>The stash of one actor instance. Unstashed messages go in front of the cell's mailbox, so no special mailbox is needed.</summary>
internal sealed class ActorStash(ActorCell cell, int capacity) : IStash
{
    private readonly Deque<Envelope> _stashed = new();

    public int Count => _stashed.Count;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public int Capacity => capacity;

    public bool IsFull => capacity >= 0 && Count >= capacity;

    public void Stash()
    {
        var message = cell.CurrentMessage ?? throw new IllegalActorStateException("There is no current message to stash");
        if (cell.CurrentIsStashed)
            throw new IllegalActorStateException($"Message {message} from {cell.Sender} was stashed already");
        if (IsFull)
            throw new StashOverflowException($"Couldn't stash {message.GetType()} in {cell.Self}: the stash is full with {capacity} messages (stash-capacity)");
        _stashed.AddLast(new Envelope(message, cell.Sender));
        cell.CurrentIsStashed = true;
    }

    public void Unstash()
    {
        if (NonEmpty)
            cell.Prepend([_stashed.RemoveFirst()]);
    }

    public void UnstashAll()
    {
        if (NonEmpty)
            cell.Prepend(TakeAll());
    }

    public void UnstashAll(Func<Envelope, bool> predicate) => cell.Prepend(TakeAll().Where(predicate).ToList());

    public IEnumerable<Envelope> ClearStash() => TakeAll();

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse())
            _stashed.AddFirst(envelope);
    }

    private List<Envelope> TakeAll()
    {
        var all = new List<Envelope>(Count);
        while (NonEmpty)
            all.Add(_stashed.RemoveFirst());
        return all;
    }
}

internal static class StashFactory
{
    public static ActorStash CreateFor(ActorCell cell, ActorBase actor)
    {
        var capacity = actor is IWithStash ? Configured(cell) : Deploy.NoStashSize;
        return new ActorStash(cell, capacity);
    }

    private static int Configured(ActorCell cell) => cell.Props.Deploy.StashCapacity is var given and >= 0 ? given : cell.System.Mailboxes.StashCapacity(cell.Props);
}
