using Akka.Actor;

namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>Messages that wait for a receptionist, in order, at most so many.</summary>
internal sealed class WaitingMessages(int capacity)
{
    private readonly Queue<(object Message, IActorRef Sender)> _messages = new();

    /// <returns>What had to go for it: the oldest, or the message itself when nothing may wait; null for nothing.</returns>
    public (object Message, IActorRef Sender)? Add(object message, IActorRef sender)
    {
        if (capacity == 0)
            return (message, sender);
        _messages.Enqueue((message, sender));
        return _messages.Count > capacity ? _messages.Dequeue() : null;
    }

    public IEnumerable<(object Message, IActorRef Sender)> TakeAll()
    {
        while (_messages.TryDequeue(out var message))
            yield return message;
    }
}
