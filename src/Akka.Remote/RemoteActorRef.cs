#nullable disable annotations
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Internal;
using Akka.Remote.Internal.Associations;

namespace Akka.Remote;

/// <summary>Reference to an actor of another node. Whether that actor exists, nobody here knows: watch it or ask it.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly RemoteTransport _transport;
    private Association _association;

    internal RemoteActorRef(RemoteTransport transport, ActorPath path, IInternalActorRef parent)
    {
        _transport = transport;
        Path = path;
        Parent = parent;
    }

    public override ActorPath Path { get; }

    // At the first message only: a ref that is merely mentioned costs no association.
    private Association Association => _association ??= _transport.AssociationWith(Path.Address);

    public override IInternalActorRef Parent { get; }

    /// <summary>This node's address, as the other one sees it.</summary>
    public Address LocalAddressToUse => _transport.DefaultAddress;

    public override IActorRefProvider Provider => _transport.Provider;

    public override bool IsLocal => false;

    /// <summary>Always false: it is not known here.</summary>
    public override bool IsTerminated => false;

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        var path = Path;
        foreach (var element in name)
        {
            if (element == "..") path = path.Parent;
            else if (element.Length > 0) path /= element;
        }
        return ReferenceEquals(path, Path) ? this : new RemoteActorRef(_transport, path, Nobody.Instance);
    }

    /// <summary>Whether remote death watch does the watching: heartbeats tell when the other node is gone. Not for its own watches.</summary>
    public bool IsWatchIntercepted(IActorRef watchee, IActorRef watcher)
    {
        var remoteWatcher = _transport.Provider.RemoteWatcher;
        return !Equals(watcher, remoteWatcher) && Equals(watchee, this);
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when IsWatchIntercepted(watch.Watchee, watch.Watcher):
                _transport.Provider.RemoteWatcher.Tell(new RemoteWatcher.WatchRemote(watch.Watchee, watch.Watcher), ActorRefs.NoSender);
                break;
            case Unwatch unwatch when IsWatchIntercepted(unwatch.Watchee, unwatch.Watcher):
                _transport.Provider.RemoteWatcher.Tell(new RemoteWatcher.UnwatchRemote(unwatch.Watchee, unwatch.Watcher), ActorRefs.NoSender);
                break;
            default:
                Association.SendSystemMessage(message, Path);
                break;
        }
    }

    /// <summary>Nothing to do: the actor was started where it lives.</summary>
    public override void Start()
    {
    }

    public override void Suspend() => SendSystemMessage(new Suspend());

    public override void Resume(Exception causedByFailure = null) => SendSystemMessage(new Resume(causedByFailure));

    public override void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public override void Stop() => SendSystemMessage(new Terminate());

    protected override void TellInternal(object message, IActorRef sender) => Association.Send(message, sender, this);
}
