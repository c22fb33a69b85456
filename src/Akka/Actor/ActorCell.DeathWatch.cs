using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

// Who watches: _watching (subject -> custom message or null), _watchedBy. A death notification is a system message and so overtakes; Terminated itself is then
// sent through the mailbox, behind all that the dead actor had sent before. _terminatedQueued knows which Terminated are on that way, so that Unwatch can
// still call them off.
internal sealed partial class ActorCell
{
    private Dictionary<IActorRef, object?>? _watching;
    private Dictionary<IActorRef, object?>? _terminatedQueued;
    private HashSet<IActorRef>? _watchedBy;
    private int _remoteTies;

    public IActorRef Watch(IActorRef subject) => Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_watching is not null && _watching.Remove(subject))
        {
            var watchee = (IInternalActorRef)subject;
            watchee.SendSystemMessage(new Unwatch(watchee, Self));
            RemoteTie(subject, -1);
        }
        _terminatedQueued?.Remove(subject);
        return subject;
    }

    private IActorRef Watch(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(Self))
            return subject;
        _watching ??= [];
        if (_watching.TryGetValue(subject, out var earlier))
        {
            if (!Equals(earlier, message))
                throw new InvalidOperationException(
                    $"{Self} already watches {subject} with {earlier ?? "Terminated"}: unwatch it first to watch it with {message ?? "Terminated"}");
            return subject;
        }
        _watching.Add(subject, message);
        RemoteTie(subject, +1);
        var watchee = (IInternalActorRef)subject;
        watchee.SendSystemMessage(new Watch(watchee, Self));
        return subject;
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued is null || !_terminatedQueued.Remove(terminated.ActorRef, out var message))
            return;
        if (message is null)
            ReceiveMessage(terminated);
        else
        {
            _message = message;
            ReceiveMessage(message);
        }
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        if (_watching is not null && _watching.Remove(actor, out var message))
        {
            RemoteTie(actor, -1);
            if (!IsTerminating)
            {
                (_terminatedQueued ??= [])[actor] = message;
                Self.Tell(new Terminated(actor, notification.ExistenceConfirmed, notification.AddressTerminated), actor);
            }
        }
        if (_children is not null && _children.Contains(actor))
            HandleChildTerminated(actor);
    }

    private void AddWatcher(Watch watch)
    {
        var watcherIsUs = watch.Watcher.Equals(Self);
        if (watch.Watchee.Equals(Self) && !watcherIsUs)
        {
            if ((_watchedBy ??= []).Add(watch.Watcher))
                RemoteTie(watch.Watcher, +1);
        }
        else if (watcherIsUs && !watch.Watchee.Equals(Self))
            Watch(watch.Watchee);
    }

    private void RemoveWatcher(Unwatch unwatch)
    {
        if (unwatch.Watchee.Equals(Self) && _watchedBy is not null && _watchedBy.Remove(unwatch.Watcher))
            RemoteTie(unwatch.Watcher, -1);
        else if (unwatch.Watcher.Equals(Self) && !unwatch.Watchee.Equals(Self))
            Unwatch(unwatch.Watchee);
    }

    private void AddressTerminated(Address address)
    {
        foreach (var watcher in _watchedBy?.Where(watcher => watcher.Path.Address.Equals(address)).ToArray() ?? [])
        {
            _watchedBy!.Remove(watcher);
            RemoteTie(watcher, -1);
        }
        if (_watching is null)
            return;
        foreach (var subject in _watching.Keys.Where(subject => subject.Path.Address.Equals(address)).ToArray())
            SendSystemMessage(new DeathWatchNotification(subject, _children is not null && _children.Contains(subject), addressTerminated: true));
    }

    private void TellWatchersWeDied()
    {
        if (_watchedBy is null)
            return;
        // Remote watchers first: a local watcher may end the system, and with it the way out, as soon as it knows.
        foreach (var watcher in _watchedBy.OrderBy(watcher => ((IActorRefScope)watcher).IsLocal))
        {
            if (!watcher.Equals(Parent))
                ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
            RemoteTie(watcher, -1);
        }
        _watchedBy = null;
    }

    private void UnwatchAll()
    {
        if (_watching is null)
            return;
        foreach (var subject in _watching.Keys)
        {
            var watchee = (IInternalActorRef)subject;
            watchee.SendSystemMessage(new Unwatch(watchee, Self));
            RemoteTie(subject, -1);
        }
        _watching = null;
        _terminatedQueued = null;
    }

    /// <summary>Counts the ties to remote actors; with the first and the last the cell begins and ceases to hear of dead nodes.</summary>
    private void RemoteTie(IActorRef other, int change)
    {
        if (((IActorRefScope)other).IsLocal)
            return;
        var before = _remoteTies;
        _remoteTies += change;
        if (before == 0)
            AddressTerminatedTopic.Get(System).Subscribe(Self);
        else if (_remoteTies == 0)
            AddressTerminatedTopic.Get(System).Unsubscribe(Self);
    }
}
