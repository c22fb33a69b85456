using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>The queue behind a mailbox: many threads enqueue, one at a time dequeues.</summary>
public interface IMessageQueue
{
    bool HasMessages { get; }

    int Count { get; }

    void Enqueue(IActorRef receiver, Envelope envelope);

    bool TryDequeue(out Envelope envelope);

    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}
