#nullable disable annotations
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Actor;

/// <summary>An actor's mailbox in the hands of code outside of actors.</summary>
public interface IInboxable : ICanWatch
{
    /// <summary>Where messages for this inbox go.</summary>
    IActorRef Receiver { get; }

    /// <summary>Waits for <c>akka.actor.inbox.default-timeout</c>.</summary>
    /// <exception cref="TimeoutException">No message came in time.</exception>
    object Receive();

    object Receive(TimeSpan timeout);

    /// <summary>The first message that satisfies the predicate; the others stay.</summary>
    object ReceiveWhere(Predicate<object> predicate);

    object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout);

    /// <returns>The message, or <see cref="Status.Failure"/> with a <see cref="TimeoutException"/>.</returns>
    Task<object> ReceiveAsync();

    Task<object> ReceiveAsync(TimeSpan timeout);

    /// <summary>Sends with <see cref="Receiver"/> as the sender.</summary>
    void Send(IActorRef target, object message);
}

/// <summary>
/// Sends messages, receives replies and watches actors from ordinary threads. It holds at most <c>akka.actor.inbox.inbox-size</c> messages that
/// nobody has received; more are dropped. Dispose it: its actor lives until then.
/// </summary>
public class Inbox : IInboxable, IDisposable
{
    private readonly ActorSystem _system;
    private readonly InboxQueue _queue;
    private readonly TimeSpan _defaultTimeout;
    private bool _isDisposed;

    private Inbox(ActorSystem system)
    {
        _system = system;
        var config = system.Settings.Config;
        _defaultTimeout = config.GetTimeSpan("akka.actor.inbox.default-timeout");
        var size = config.GetInt("akka.actor.inbox.inbox-size");
        if (size < 1) throw new ConfigurationException($"akka.actor.inbox.inbox-size must be at least 1, found {size}.");
        _queue = new InboxQueue(size);
        Receiver = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new InboxActor(_queue)));
    }

    public IActorRef Receiver { get; }

    public static Inbox Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return new Inbox(system);
    }

    public IActorRef Watch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.Watch(subject, null), ActorRefs.NoSender);
        return subject;
    }

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        Receiver.Tell(new InboxActor.Watch(subject, message), ActorRefs.NoSender);
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.Unwatch(subject), ActorRefs.NoSender);
        return subject;
    }

    public void Send(IActorRef actorRef, object message) => actorRef.Tell(message, Receiver);

    public object Receive() => Receive(_defaultTimeout);

    public object Receive(TimeSpan timeout) => ReceiveWhere(_ => true, timeout);

    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var result = TakeAsync(predicate, timeout).GetAwaiter().GetResult();
        return result is Status.Failure { Cause: TimeoutException late } ? throw new TimeoutException(late.Message) : result;
    }

    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    public Task<object> ReceiveAsync(TimeSpan timeout) => TakeAsync(_ => true, timeout);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed || !disposing) return;
        _isDisposed = true;
        _system.Stop(Receiver);
    }

    private async Task<object> TakeAsync(Predicate<object> predicate, TimeSpan timeout)
    {
        using var patience = new Cancelable(_system.Scheduler, timeout);
        try
        {
            return await _queue.TakeAsync(predicate, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new Status.Failure(new TimeoutException($"Inbox {Receiver.Path} received no such message within {timeout}."));
        }
    }
}
