using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Internal.Associations;

namespace Akka.Remote.Internal;

/// <summary>Runs all associations: every change of their state is one of its messages. It ends them in order when the actor system does.</summary>
internal sealed class RemotingActor(RemoteTransport transport) : UntypedActor
{
    private ICancelable? _ticks;
    private IActorRef? _waitsForClose;

    private enum Time
    {
        Tick,
        FlushIsOver,
    }

    protected override void PreStart()
    {
        var interval = transport.Options.TickInterval;
        _ticks = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(interval, interval, Self, Time.Tick, ActorRefs.NoSender);
        ((ExtendedActorSystem)Context.System).SystemGuardian.Tell(RegisterTerminationHook.Instance, Self);
    }

    protected override void PostStop()
    {
        _ticks?.Cancel();
        // Also after a start that failed half-way.
        if (_waitsForClose is null) transport.Stop();
    }

    // The associations' state is not here, so a failure costs the signal that caused it and nothing else.
    protected override void PreRestart(Exception reason, object message) => _ticks?.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AssociationSignal signal:
                signal.Association.Control.Handle(signal);
                StopIfAllClosed();
                break;
            case Time.Tick:
                foreach (var association in transport.Associations) association.Control.OnTick();
                break;
            case TerminationHook:
                _waitsForClose = Sender;
                foreach (var association in transport.Associations) association.Control.Close();
                Context.System.Scheduler.ScheduleTellOnce(transport.Settings.FlushWait, Self, Time.FlushIsOver, ActorRefs.NoSender);
                StopIfAllClosed();
                break;
            case Time.FlushIsOver:
                Finish();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void StopIfAllClosed()
    {
        if (_waitsForClose is not null && !transport.Associations.Any(association => association.Control.HasSessions)) Finish();
    }

    private void Finish()
    {
        transport.Stop();
        _waitsForClose.Tell(TerminationHookDone.Instance);
        Context.Stop(Self);
    }
}
