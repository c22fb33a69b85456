using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch.MessageQueues;

public class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private readonly ConcurrentQueue<Envelope> _queue = new();

    public bool HasMessages => !_queue.IsEmpty;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(envelope);

    public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => QueueCleanUp.Drain(this, owner, deadletters);
}

/// <summary>Holds a limited number of messages; a sender waits for room up to the push time-out, then its message becomes a dead letter.</summary>
public class BoundedMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly BlockingCollection<Envelope> _queue;

    public BoundedMessageQueue(Config config) : this(MailboxSettings.Capacity(config), MailboxSettings.PushTimeout(config)) { }

    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(boundedCapacity);
        PushTimeOut = pushTimeOut;
        _queue = new BlockingCollection<Envelope>(boundedCapacity);
    }

    public TimeSpan PushTimeOut { get; set; }

    public bool HasMessages => _queue.Count > 0;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (!TryEnqueue(envelope))
            receiver.DropToDeadLetters(envelope);
    }

    internal bool TryEnqueue(Envelope envelope) => _queue.TryAdd(envelope, PushTimeOut < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : PushTimeOut);

    public bool TryDequeue(out Envelope envelope) => _queue.TryTake(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => QueueCleanUp.Drain(this, owner, deadletters);
}

/// <summary>Puts messages in front of those of another queue.</summary>
public class DequeWrapperMessageQueue : IMessageQueue, IDequeBasedMessageQueueSemantics
{
    private readonly ConcurrentStack<Envelope> _front = new();

    protected readonly IMessageQueue MessageQueue;

    public DequeWrapperMessageQueue(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public bool HasMessages => !_front.IsEmpty || MessageQueue.HasMessages;

    public int Count => _front.Count + MessageQueue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    public void EnqueueFirst(Envelope envelope) => _front.Push(envelope);

    public bool TryDequeue(out Envelope envelope) => _front.TryPop(out envelope) || MessageQueue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => QueueCleanUp.Drain(this, owner, deadletters);
}

public class UnboundedDequeMessageQueue : DequeWrapperMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    public UnboundedDequeMessageQueue() : base(new UnboundedMessageQueue()) { }
}

public class BoundedDequeMessageQueue : DequeWrapperMessageQueue, IBoundedDequeBasedMessageQueueSemantics
{
    public BoundedDequeMessageQueue(int boundedCapacity, TimeSpan pushTimeOut) : base(new BoundedMessageQueue(boundedCapacity, pushTimeOut)) => PushTimeOut = pushTimeOut;

    public TimeSpan PushTimeOut { get; }
}

internal static class QueueCleanUp
{
    public static void Drain(IMessageQueue queue, IActorRef owner, IMessageQueue deadLetters)
    {
        while (queue.TryDequeue(out var envelope))
            deadLetters.Enqueue(owner, envelope);
    }

    public static void DropToDeadLetters(this IActorRef receiver, Envelope envelope)
    {
        // What is too much for a subscriber of dead letters would come back to it, for ever.
        if (envelope.Message is AllDeadLetters)
            return;
        var system = ((IInternalActorRef)receiver).Provider.Settings.System;
        system.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender ?? system.DeadLetters, receiver), envelope.Sender);
    }
}
