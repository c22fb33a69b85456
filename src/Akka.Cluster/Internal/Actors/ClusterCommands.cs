using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>What the supervisor does itself; everything else it passes on.</summary>
internal abstract record SupervisorCommand : INoSerializationVerificationNeeded
{
    internal sealed record ListenForUp(Action Callback) : SupervisorCommand;
}

/// <summary>What the publisher of events is told.</summary>
internal abstract record PublisherCommand : INoSerializationVerificationNeeded
{
    internal sealed record Subscribe(
        IActorRef Subscriber, ClusterEvent.SubscriptionInitialStateMode Mode, ImmutableArray<Type> To) : PublisherCommand;

    /// <summary>Undelivered it needs no word: who publishes no more has no subscribers.</summary>
    /// <param name="To">Null for all.</param>
    internal sealed record Unsubscribe(IActorRef Subscriber, Type? To) : PublisherCommand, IDeadLetterSuppression;

    internal sealed record SendState(IActorRef Receiver) : PublisherCommand;

    internal sealed record Publish(MembershipState View) : PublisherCommand;
}

/// <summary>The ticks of the core that are not inputs as they are.</summary>
internal sealed record ReapTick
{
    public static readonly ReapTick Instance = new();
}

internal sealed record HeartbeatTick
{
    public static readonly HeartbeatTick Instance = new();
}
