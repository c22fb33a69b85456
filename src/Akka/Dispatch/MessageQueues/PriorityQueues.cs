using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// A queue behind a lock, which guards the collection of the derived class and what the user's code computes priorities from. A sender that waits too long
/// for it gets a <see cref="TimeoutException"/>; the actor waits as long as it takes.
/// </summary>
public abstract class BlockingMessageQueue : IMessageQueue, IBlockingMessageQueueSemantics
{
    private readonly Lock _lock = new();

    /// <summary>How long to wait for the lock, 1 second by default.</summary>
    public TimeSpan BlockTimeOut { get; set; } = TimeSpan.FromSeconds(1);

    public bool HasMessages => Count > 0;

    public int Count
    {
        get
        {
            using (Enter())
                return LockedCount;
        }
    }

    protected abstract int LockedCount { get; }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        using (Enter())
            LockedEnqueue(envelope);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        lock (_lock)
            return LockedTryDequeue(out envelope);
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => QueueCleanUp.Drain(this, owner, deadletters);

    protected abstract void LockedEnqueue(Envelope envelope);

    protected abstract bool LockedTryDequeue(out Envelope envelope);

    internal Gate Enter()
    {
        if (!_lock.TryEnter(BlockTimeOut))
            throw new TimeoutException($"The lock of a {GetType().Name} was not free within {BlockTimeOut}");
        return new Gate(_lock);
    }

    internal readonly ref struct Gate(Lock held)
    {
        public void Dispose() => held.Exit();
    }
}

/// <summary>Lower numbers first; messages put in front come before all of them.</summary>
public class UnboundedPriorityMessageQueue : BlockingMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly Func<object, int> _priority;
    private readonly PriorityQueue<Envelope, int> _queue;
    private readonly Stack<Envelope> _front = new();

    public UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    {
        _priority = priorityGenerator;
        _queue = new PriorityQueue<Envelope, int>(initialCapacity);
    }

    protected override int LockedCount => _front.Count + _queue.Count;

    public void EnqueueFirst(Envelope envelope)
    {
        using (Enter())
            _front.Push(envelope);
    }

    protected override void LockedEnqueue(Envelope envelope) => _queue.Enqueue(envelope, _priority(envelope.Message));

    protected override bool LockedTryDequeue(out Envelope envelope) => _front.TryPop(out envelope) || _queue.TryDequeue(out envelope, out _);
}

/// <summary>Lower numbers first, equal ones in order of arrival; messages put in front come before all of them.</summary>
public class UnboundedStablePriorityMessageQueue : BlockingMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly Func<object, int> _priority;
    private readonly PriorityQueue<Envelope, (int Priority, long Arrival)> _queue;
    private readonly Stack<Envelope> _front = new();
    private long _arrivals;

    public UnboundedStablePriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    {
        _priority = priorityGenerator;
        _queue = new PriorityQueue<Envelope, (int, long)>(initialCapacity);
    }

    protected override int LockedCount => _front.Count + _queue.Count;

    public void EnqueueFirst(Envelope envelope)
    {
        using (Enter())
            _front.Push(envelope);
    }

    protected override void LockedEnqueue(Envelope envelope) => _queue.Enqueue(envelope, (_priority(envelope.Message), _arrivals++));

    protected override bool LockedTryDequeue(out Envelope envelope) => _front.TryPop(out envelope) || _queue.TryDequeue(out envelope, out _);
}
