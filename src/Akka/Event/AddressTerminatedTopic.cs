using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Event;

/// <summary>All actors of a node are to be taken for dead.</summary>
internal sealed class AddressTerminated(Address address) : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public Address Address { get; } = address;

    public override string ToString() => $"<AddressTerminated>: {Address}";
}

/// <summary>Tells the cells that watch remote actors, or are watched by them, that a node is gone.</summary>
internal sealed class AddressTerminatedTopic : IExtension
{
    private ImmutableHashSet<IActorRef> _subscribers = [];

    public static AddressTerminatedTopic Get(ActorSystem system) => Provider.Instance.Apply(system);

    public void Subscribe(IActorRef subscriber) => ImmutableInterlocked.Update(ref _subscribers, static (all, one) => all.Add(one), subscriber);

    public void Unsubscribe(IActorRef subscriber) => ImmutableInterlocked.Update(ref _subscribers, static (all, one) => all.Remove(one), subscriber);

    public void Publish(AddressTerminated message)
    {
        foreach (var subscriber in Volatile.Read(ref _subscribers).OrderBy(actor => actor.Path.Uid))
            subscriber.Tell(message, ActorRefs.NoSender);
    }

    private sealed class Provider : ExtensionIdProvider<AddressTerminatedTopic>
    {
        public static readonly Provider Instance = new();

        public override AddressTerminatedTopic CreateExtension(ExtendedActorSystem system) => new();
    }
}
