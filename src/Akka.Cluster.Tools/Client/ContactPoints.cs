using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Tools.Client;

/// <summary>The receptionists that a client knows: the answer to <see cref="GetContactPoints"/> and the first message of a subscription.</summary>
public sealed class ContactPoints
{
    public ContactPoints(IImmutableSet<ActorPath> contactPoints)
    {
        ArgumentNullException.ThrowIfNull(contactPoints);
        ContactPointsList = contactPoints;
    }

    public IImmutableSet<ActorPath> ContactPointsList { get; }
}

public sealed class ContactPointAdded(ActorPath contactPoint) : IContactPointChange
{
    public ActorPath ContactPoint { get; } = contactPoint;

    public override bool Equals(object? obj) => obj is ContactPointAdded other && ContactPoint == other.ContactPoint;

    public override int GetHashCode() => ContactPoint.GetHashCode();

    public override string ToString() => $"ContactPointAdded({ContactPoint})";
}

public sealed class ContactPointRemoved(ActorPath contactPoint) : IContactPointChange
{
    public ActorPath ContactPoint { get; } = contactPoint;

    public override bool Equals(object? obj) => obj is ContactPointRemoved other && ContactPoint == other.ContactPoint;

    public override int GetHashCode() => ContactPoint.GetHashCode();

    public override string ToString() => $"ContactPointRemoved({ContactPoint})";
}

/// <summary>Asks a client for its <see cref="ContactPoints"/>.</summary>
public sealed class GetContactPoints : IGetContactPoints
{
    public static readonly GetContactPoints Instance = new();

    private GetContactPoints()
    {
    }
}

/// <summary>Asks a client for its <see cref="ContactPoints"/> and all changes of them.</summary>
public sealed class SubscribeContactPoints : ISubscribeContactPoints
{
    public static readonly SubscribeContactPoints Instance = new();

    private SubscribeContactPoints()
    {
    }
}

/// <summary>Ends a subscription; one that stops need not send it.</summary>
public sealed class UnsubscribeContactPoints : IUnsubscribeContactPoints
{
    public static readonly UnsubscribeContactPoints Instance = new();

    private UnsubscribeContactPoints()
    {
    }
}
