namespace Akka.Actor;

/// <summary>
/// Tells an actor that nothing came for a while. A message only notes the time; the one pending timer looks at it when it fires and goes on for the
/// rest, so that a busy actor pays no scheduling.
/// </summary>
internal sealed class ReceiveTimeoutTimer : ITimerMessage
{
    private readonly ActorCell _cell;
    private readonly Cancelable _cancelable;
    private TimeSpan _lastMessage;

    public ReceiveTimeoutTimer(ActorCell cell, TimeSpan timeout)
    {
        _cell = cell;
        Timeout = timeout;
        _cancelable = new Cancelable(cell.System.Scheduler);
        Restart();
        Schedule(timeout);
    }

    public TimeSpan Timeout { get; }

    public void Restart() => _lastMessage = _cell.System.Scheduler.MonotonicClock;

    public void Cancel() => _cancelable.Cancel();

    public bool TryUnwrap(ActorCell cell, out object message, out IActorRef? sender)
    {
        message = Actor.ReceiveTimeout.Instance;
        sender = null;
        if (_cancelable.IsCancellationRequested)
            return false;
        var left = Timeout - (_cell.System.Scheduler.MonotonicClock - _lastMessage);
        if (left > TimeSpan.Zero)
        {
            Schedule(left);
            return false;
        }
        Restart();
        Schedule(Timeout);
        return true;
    }

    private void Schedule(TimeSpan delay) => _cell.System.Scheduler.ScheduleTellOnce(delay, _cell.Self, this, ActorRefs.NoSender, _cancelable);
}
