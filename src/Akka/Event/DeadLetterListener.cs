#nullable disable annotations
using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// Logs dead letters, dropped and unhandled messages, as many as <c>akka.log-dead-letters</c> says, and then none for
/// <c>akka.log-dead-letters-suspend-duration</c>.
/// </summary>
public class DeadLetterListener : ActorBase
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _maxCount = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _suspendDuration = Context.System.Settings.LogDeadLettersSuspendDuration;
    private int _count;
    private TimeSpan? _suspendedUntil;

    protected override void PreStart() => Subscribe(_eventStream, Self);

    /// <summary>Also called when the system starts, so that no dead letter is missed until the actor runs.</summary>
    internal static void Subscribe(EventStream eventStream, IActorRef listener)
    {
        eventStream.Subscribe(listener, typeof(DeadLetter));
        eventStream.Subscribe(listener, typeof(Dropped));
        eventStream.Subscribe(listener, typeof(UnhandledMessage));
    }

    protected override void PreRestart(Exception reason, object message) { }

    protected override void PostRestart(Exception reason) { }

    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters dead) return false;
        if (WrappedMessage.Unwrap(dead.Message) is IDeadLetterSuppression) return true;

        _count++;
        if (_suspendedUntil is { } until)
        {
            if (Now < until) return true;
            Log(dead, $", of which {_count - _maxCount - 1} were not logged since {_suspendDuration} ago");
            _count = 0;
            _suspendedUntil = null;
        }
        else if (_count < _maxCount || _maxCount == int.MaxValue)
        {
            Log(dead, "");
        }
        else if (_suspendDuration > TimeSpan.Zero && _suspendDuration < TimeSpan.MaxValue - Now)
        {
            Log(dead, $"; no more are logged for {_suspendDuration}");
            _suspendedUntil = Now + _suspendDuration;
        }
        else
        {
            Log(dead, "; no more are logged");
            Context.Stop(Self);
        }

        return true;
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private void Log(AllDeadLetters dead, string remark)
    {
        var fate = dead switch
        {
            Dropped dropped => $"was dropped ({dropped.Reason})",
            UnhandledMessage => "was not handled",
            _ => "was not delivered",
        };
        _log.Info(
            "Message [{0}] from {1} to {2} {3}. {4} dead letters so far{5}. See 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'. Content: {6}",
            [dead.Message.GetType(), Name(dead.Sender), Name(dead.Recipient), fate, _count, remark, dead.Message]);
    }

    private static object Name(IActorRef actor) => actor?.Path is { } path ? path : "nobody";
}
