namespace Akka.Dispatch;

/// <summary>What a message queue promises; actors name what they need by <see cref="IRequiresMessageQueue{T}"/>.</summary>
public interface ISemantics;

public interface IRequiresMessageQueue<T> where T : ISemantics;

public interface IProducesMessageQueue<TQueue> where TQueue : MessageQueues.IMessageQueue;

public interface IUnboundedMessageQueueSemantics : ISemantics;

public interface IBoundedMessageQueueSemantics : ISemantics
{
    TimeSpan PushTimeOut { get; }
}

public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    void EnqueueFirst(Actor.Envelope envelope);
}

public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

public interface IBoundedDequeBasedMessageQueueSemantics : IBoundedMessageQueueSemantics, IDequeBasedMessageQueueSemantics;

public interface IMultipleConsumerSemantics : ISemantics;

public interface IBlockingMessageQueueSemantics : IMultipleConsumerSemantics
{
    TimeSpan BlockTimeOut { get; set; }
}
