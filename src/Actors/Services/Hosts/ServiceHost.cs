using Actors.Links;
using Actors.Services.Internal;
using Actors.Services.Transfers;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Hosts;

/// <summary>
/// The thin actor around <see cref="HostTable"/>, one for each service that a program serves: talks with the service's broker and with clients, hands calls to the threads that run
/// them, keeps time.
/// </summary>
internal sealed class ServiceHost : CallsActor
{
    private readonly ServiceHostPlan _plan;
    private readonly ServiceRoute _route;
    private readonly HostTable _table;
    private readonly CallRunner _runner;
    private readonly Inbox<EndedCall> _ended = new();
    private readonly ReplyBox _replies;
    private readonly HostTransfers _transfers;
    private bool _isRegistered;
    private bool _isEmpty;

    public ServiceHost(ServiceHostPlan plan, ServiceRoute route)
    {
        _plan = plan;
        _route = route;
        _table = new HostTable(plan.Host, plan.Service, plan.Terms);
        _transfers = new HostTransfers(Links, route, plan.Host, plan.Terms.MaxLargeBytes, plan.Link);
        var self = Self;
        _replies = new ReplyBox(plan.Service, (client, batch) => route.To(client, batch, self));
        _runner = new CallRunner(plan.Callee, plan.Terms.Slots, plan.Threads, plan.Time, ended =>
        {
            if (_ended.Add(ended))
                self.Tell(CallsEnded.Instance);
        });
    }

    protected override string What => $"the host {_plan.Host} of service {_plan.Service}";

    public static Props Props(ServiceHostPlan plan, ServiceRoute route) => Akka.Actor.Props.Create(() => new ServiceHost(plan, route));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _plan.Terms.GiveBackAfter);
        _table.Tick(Now);
        CarryOut();
    }

    protected override void PostStop() => _plan.Ended.TrySetResult();

    // The broker knows of calls that would be new to this one: whoever serves is told, and may serve anew, under another name.
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void Fail(ActorsException failure)
    {
        _plan.Ended.TrySetException(failure);
        _table.Abandon();
    }

    protected override bool Take(object message)
    {
        switch (message)
        {
            case RunBatch batch:
                _table.Came(batch, Now);
                break;
            case CallsEnded:
                TakeEnded();
                break;
            case HostAccepted accepted:
                _transfers.Path = accepted.Self;
                _table.Accepted(accepted, Now);
                SayRegistered();
                break;
            case HostDismissed dismissed:
                _table.Dismissed(dismissed, Now);
                break;
            case StopRuns stop when WireIds.Are(stop.CallIds, id => id):
                _table.Stop(stop.CallIds.Select(CallId.FromWire), Now);
                break;
            case ReturnRuns back when WireIds.Are(back.CallIds, id => id):
                _table.Return(back.Registration, back.Number, back.CallIds.Select(CallId.FromWire), Now);
                break;
            case ProlongRun prolong when WireIds.IsId(prolong.CallId):
                _table.Prolong(CallId.FromWire(prolong.CallId), prolong.Client, prolong.RemainingMs, Now);
                break;
            case RepeatReply repeat when WireIds.IsId(repeat.CallId):
                _table.Repeat(CallId.FromWire(repeat.CallId), repeat.Client, repeat.AtLeastOnce);
                break;
            case Tick or ReportDue:
                _table.Tick(Now);
                break;
            case Leave:
                _table.Leave(Now);
                break;
            case ValueCame came:
                Take(came);
                break;
            case StreamSource.IsOver over:
                EndStream(over.Order);
                break;
            default:
                return false;
        }

        return true;
    }

    protected override void EndLink(long link)
    {
        if (_transfers.Ended(link) is { } call)
            _table.NotFetched(call);
    }

    // Whoever comes late, or again, need not find out by waiting.
    protected override void HearOfEnded(ILinkMessage said)
    {
        if (said is LinkDemand)
            Sender.Tell(new LinkBroken { Link = said.Link, Code = ErrorCodes.NotFound, Reason = "nothing is sent on this link any more" });
    }

    private void TakeEnded()
    {
        for (var left = _ended.Begin(); left > 0 && _ended.TryTake(out var ended); left--)
            Take(ended);
        _table.ReportIfUrgent(Now);
        CarryOut();
        if (_table.HasUnreported && !Timers.IsTimerActive(nameof(ReportDue)))
            Timers.StartSingleTimer(nameof(ReportDue), ReportDue.Instance, _plan.Terms.ReportDelay);
    }

    private void Take(EndedCall ended)
    {
        if (ended.Outcome.Stream is { } values)
        {
            Stream(ended, values);
            return;
        }

        _table.Ended(ended.Call, Outcomes.ReplyOf(ended, _plan.MaxReplyBytes), ended.Took, Now);
        if (ended.Outcome.KeepsSlot)
            _transfers.Hold(ended.Slot);
        ended.Call.Dispose();
    }

    private void Take(ValueCame came)
    {
        if (_transfers.CallOf(came) is not { } call)
            return;
        if (came.Bytes is { } arguments)
            _table.Fetched(call, arguments, Now);
        else
            _table.NotFetched(call);
    }

    private void Stream(EndedCall ended, IAsyncEnumerable<ReadOnlyMemory<byte>> values)
    {
        if (Outcomes.RefusalOfStream(ended.Call.Call) is { } refusal)
        {
            _table.Ended(ended.Call, refusal, ended.Took, Now);
            _runner.Free(ended.Slot);
            return;
        }

        var link = ended.Call.Id.LinkNumber;
        var order = new StreamOrder(link, ended.Call, ended.Slot, values, _plan.MaxReplyBytes, _plan.Link, _plan.Threads, _plan.Terms.StreamPatience);
        Links.Start(link, StreamSource.Props(order, _route));
        _table.Answer(ended.Call, new CallReply { CallId = ended.Call.Call.CallId, Stream = new ReplyStream { Link = link, Source = _transfers.Path } }, Now);
    }

    private void EndStream(StreamOrder stream)
    {
        _runner.Free(stream.Slot);
        _table.Ended(stream.Call, null, null, Now);
        stream.Call.Dispose();
    }

    protected override void CarryOut()
    {
        foreach (var effect in _table.TakeEffects())
            CarryOut(effect);
        _replies.Send();
        while (_transfers.TryFree(out var slot))
            _runner.Free(slot);
        if (_isEmpty && !_transfers.IsSending)
            Self.Tell(PoisonPill.Instance);
    }

    private void CarryOut(HostEffect effect)
    {
        switch (effect)
        {
            case RunHeld(var call):
                _runner.Add(call);
                break;
            case ReplyTo(var client, var reply):
                _replies.Add(client, HostTable.IsLarge(reply) ? _transfers.Offer(client, reply) : reply);
                break;
            case FetchFor(var call):
                _transfers.Fetch(call);
                break;
            case DropFor(var call):
                _transfers.Drop(call);
                break;
            case ReportTo(var report):
                _replies.Send(); // first the replies: a broker that keeps them must not hear of the end before
                _route.ToRouter(report, Self);
                break;
            case AskToRegister(var registration, var held):
                foreach (var part in Parts.Of(Registration(registration, held), _plan.Terms.MessageBytes))
                    _route.ToRouter(part, Self);
                break;
            case HostIsEmpty:
                _isEmpty = true; // what is on its way to a client still gets there
                break;
        }
    }

    private RegisterHost Registration(long registration, IReadOnlyList<HeldCall> held) => new()
    {
        Host = _plan.Host,
        Service = _plan.Service,
        Version = _plan.Version,
        Shape = _plan.Shape,
        Labels = { _plan.Labels, _route.Labels },
        Slots = _plan.Terms.Slots,
        Registration = registration,
        Held = { held.Select(call => call.Call.CallId) },
        UnderLimits = { held.Where(call => call.Limits.Count > 0).Select(call => new HeldRun { CallId = call.Call.CallId, Limits = { call.Limits } }) },
    };

    private void SayRegistered()
    {
        if (_isRegistered)
            return;
        _isRegistered = true;
        Log.Info("Service {0} is served by host {1}", _plan.Service, _plan.Host);
        _plan.Registered.TrySetResult();
    }

    /// <summary>Take nothing new, let what runs end; the actor stops then.</summary>
    public sealed class Leave
    {
        public static readonly Leave Instance = new();
    }

    private sealed class CallsEnded
    {
        public static readonly CallsEnded Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class ReportDue
    {
        public static readonly ReportDue Instance = new();
    }
}
