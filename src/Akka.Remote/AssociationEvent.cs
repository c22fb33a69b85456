using Akka.Actor;

namespace Akka.Remote;

/// <summary>Something happened between this node and one other address.</summary>
public abstract class AssociationEvent : RemotingLifecycleEvent
{
    public abstract Address LocalAddress { get; protected set; }

    public abstract Address RemoteAddress { get; protected set; }

    /// <summary>The other side opened the connection.</summary>
    public abstract bool IsInbound { get; protected set; }

    protected string EventName = "";

    public override string ToString() => $"{EventName} [{LocalAddress}] {(IsInbound ? "<-" : "->")} [{RemoteAddress}]";
}
