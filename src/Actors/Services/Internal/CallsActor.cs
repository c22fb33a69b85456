using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Internal;

/// <summary>
/// One end of calls, in the program that makes them or runs them; its links are its children. Each message changes a table, and what the table wants is carried out then. When it fails,
/// its table may be wrong: it says so to all who wait, and does not go on with an empty one as if nothing had been.
/// </summary>
internal abstract class CallsActor : UntypedActor, IWithTimers
{
    private readonly OddMessages _odd;

    protected CallsActor() => _odd = new OddMessages(Log);

    public ITimerScheduler Timers { get; set; } = null!;

    protected static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected ILoggingAdapter Log { get; } = Context.GetLogger();

    protected LinkActors Links { get; } = new(Context);

    protected sealed override SupervisorStrategy SupervisorStrategy() => LinkActors.Strategy;

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case ILinkMessage said:
                if (!Links.Forward(said))
                    HearOfEnded(said);
                break;
            case Terminated terminated:
                if (Links.Remove(terminated.ActorRef) is { } link)
                    EndLink(link);
                break;
            default:
                if (Take(message))
                    break;
                _odd.Mention(message, Sender);
                Unhandled(message);
                return;
        }

        CarryOut();
    }

    protected sealed override void PreRestart(Exception reason, object message)
    {
        Log.Error(reason, "{0} has failed on a {1}", What, message?.GetType().Name ?? "start");
        Fail(new ActorsException(ErrorCodes.Lost, $"{What} has failed: {reason.Message}", reason));
        foreach (var child in Context.GetChildren().ToArray())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }
    }

    /// <summary>For people.</summary>
    protected abstract string What { get; }

    /// <returns>False: the message is not for this actor.</returns>
    protected abstract bool Take(object message);

    protected abstract void EndLink(long link);

    /// <summary>Something is said on a link that is not there, or not any more.</summary>
    protected virtual void HearOfEnded(ILinkMessage said)
    {
    }

    protected abstract void CarryOut();

    /// <summary>All that waits ends with this. The table is not to be trusted.</summary>
    protected abstract void Fail(ActorsException failure);
}
