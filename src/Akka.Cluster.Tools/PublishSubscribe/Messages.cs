using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>Marks what goes from mediator to mediator; the serializer of this package serves it.</summary>
public interface IDistributedPubSubMessage;

/// <summary>Registers an actor with the mediator of its node, to be reached by its path without address.</summary>
public sealed class Put : IEquatable<Put>
{
    public Put(IActorRef @ref)
    {
        ArgumentNullException.ThrowIfNull(@ref);
        Ref = @ref;
    }

    public IActorRef Ref { get; }

#nullable disable annotations
    public bool Equals(Put other) => other is not null && Ref.Equals(other.Ref);

    public override bool Equals(object obj) => Equals(obj as Put);
#nullable restore annotations

    public override int GetHashCode() => Ref.GetHashCode();

    public override string ToString() => $"Put({Ref})";
}

/// <summary>Takes back a <see cref="Put"/>. One that stops need not be removed.</summary>
public sealed class Remove : IEquatable<Remove>
{
    /// <param name="path">Without address: <c>/user/service</c>.</param>
    public Remove(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Path = path;
    }

    public string Path { get; }

#nullable disable annotations
    public bool Equals(Remove other) => other is not null && Path == other.Path;

    public override bool Equals(object obj) => Equals(obj as Remove);
#nullable restore annotations

    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"Remove({Path})";
}

/// <summary>Asks a mediator for all topics that it knows; the answer is <see cref="CurrentTopics"/>.</summary>
public sealed class GetTopics
{
    private GetTopics()
    {
    }

    public static GetTopics Instance { get; } = new();
}

/// <summary>The topics with subscribers anywhere in the cluster, as far as this mediator has heard.</summary>
public sealed class CurrentTopics : IEquatable<CurrentTopics>
{
    public CurrentTopics(IImmutableSet<string> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        Topics = topics;
    }

    public IImmutableSet<string> Topics { get; }

#nullable disable annotations
    public bool Equals(CurrentTopics other) => other is not null && Topics.SetEquals(other.Topics);

    public override bool Equals(object obj) => Equals(obj as CurrentTopics);
#nullable restore annotations

    public override int GetHashCode() => Topics.Count;

    public override string ToString() => $"CurrentTopics({string.Join(", ", Topics)})";
}

/// <summary>The subscription is in force at the subscriber's mediator.</summary>
public sealed class SubscribeAck : IDeadLetterSuppression, IEquatable<SubscribeAck>
{
    public SubscribeAck(Subscribe subscribe)
    {
        ArgumentNullException.ThrowIfNull(subscribe);
        Subscribe = subscribe;
    }

    public Subscribe Subscribe { get; }

#nullable disable annotations
    public bool Equals(SubscribeAck other) => other is not null && Subscribe.Equals(other.Subscribe);

    public override bool Equals(object obj) => Equals(obj as SubscribeAck);
#nullable restore annotations

    public override int GetHashCode() => Subscribe.GetHashCode();

    public override string ToString() => $"SubscribeAck({Subscribe})";
}

/// <summary>The subscription has ended at the subscriber's mediator.</summary>
public sealed class UnsubscribeAck : IEquatable<UnsubscribeAck>
{
    public UnsubscribeAck(Unsubscribe unsubscribe)
    {
        ArgumentNullException.ThrowIfNull(unsubscribe);
        Unsubscribe = unsubscribe;
    }

    public Unsubscribe Unsubscribe { get; }

#nullable disable annotations
    public bool Equals(UnsubscribeAck other) => other is not null && Unsubscribe.Equals(other.Unsubscribe);

    public override bool Equals(object obj) => Equals(obj as UnsubscribeAck);
#nullable restore annotations

    public override int GetHashCode() => Unsubscribe.GetHashCode();

    public override string ToString() => $"UnsubscribeAck({Unsubscribe})";
}
