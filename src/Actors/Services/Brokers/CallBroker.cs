using Actors.Dispatch;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Brokers;

/// <summary>
/// The thin actor around the desks of all services whose home this node is, on every node with the role broker: <c>/user/call-broker</c>. It keeps time, puts what goes
/// to one host or client into one message, and gives services away whose home has moved.
/// </summary>
internal sealed class CallBroker : UntypedActor
{
    public const string ActorName = "call-broker";
    public const string Path = "user/" + ActorName;

    // Half of the default frame, as for links.
    private const int MaxBatchBytes = 64 * 1024;
    private const int MaxServices = 100_000;

    private readonly DeskTerms _terms;
    private readonly Address _self = Akka.Cluster.Cluster.Get(Context.System).SelfAddress;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PathBook _paths = new(Context.System);
    private readonly PlannedTick _tick = new();
    private readonly Dictionary<string, ServiceDesk> _desks = [];
    private readonly Dictionary<string, (string Service, IActorRef Actor)> _hosts = [];
    private readonly Dictionary<string, RunParcel> _runs = [];
    private readonly Dictionary<string, ReplyBatch> _replies = [];
    private ServiceHomes _homes = ServiceHomes.None;
    private ICancelable? _reminder;

    public CallBroker(DeskTerms terms) => _terms = terms;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(DeskTerms terms) => Akka.Actor.Props.Create(() => new CallBroker(terms));

    protected override void PreStart() => Context.ActorOf(HomesWatch.Props(), "watch");

    protected override void PostStop() => _reminder?.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ServiceHomes homes:
                Move(homes);
                break;
            case CallBatch batch when WireIds.Are(batch.Calls, call => call.CallId):
                Arrive(batch);
                break;
            case HostReport report when WireIds.Are(report.Ended, ended => ended.CallId) && WireIds.Are(report.Held, id => id):
                Report(report);
                break;
            case RegisterHost host when WireIds.Are(host.Held, id => id) && WireIds.Are(host.UnderLimits, held => held.CallId):
                Register(host);
                break;
            case CheckCalls check when WireIds.Are(check.CallIds, id => id):
                With(check.Service, desk => desk.Check(check.Client, _paths.PathOf(Sender), check.CallIds.Select(CallId.FromWire), Now));
                break;
            case CancelCalls cancel when WireIds.Are(cancel.CallIds, id => id):
                With(cancel.Service, desk => desk.Cancel(cancel.Client, cancel.CallIds.Select(CallId.FromWire), Now));
                break;
            case ReplyBatch batch when WireIds.Are(batch.Replies, reply => reply.CallId):
                With(batch.Service, desk =>
                {
                    foreach (var reply in batch.Replies)
                        desk.Keep(reply, Now);
                });
                break;
            case GetReply get when get.CallId.Length == 16:
                Show(get);
                break;
            case HostsExpected expected:
                foreach (var (service, why) in expected.Services)
                    DeskOf(service)?.Expect(Now + expected.For, why);
                break;
            case ListServices list:
                Sender.Tell(new ServicesListed { RequestId = list.RequestId, Services = { ServiceViews.Fit([.. _desks.Values.Where(desk => list.Service.Length == 0 ? desk.IsInUse(Now) : desk.Service == list.Service).Select(ViewOf)]) } });
                break;
            case TickDue tick:
                if (_tick.Take(tick.Due))
                    Tick();
                break;
            default:
                Unhandled(message);
                break;
        }

        Send();
    }

    private void Move(ServiceHomes homes)
    {
        _homes = homes;
        foreach (var desk in _desks.Values)
        {
            if (IsHome(desk.Service))
            {
                desk.TakeOver(Now);
                continue;
            }

            _log.Info("Service {0} moves to the broker at {1}", desk.Service, (object?)_homes.HomeOf(desk.Service) ?? "no node");
            desk.GiveAway(Now);
            CarryOut(desk);
        }
    }

    private bool IsHome(string service) => _homes.HomeOf(service) == _self;

    private void Arrive(CallBatch batch)
    {
        var client = _paths.PathOf(Sender);
        if (DeskOf(batch.Service) is not { } desk)
        {
            foreach (var call in batch.Calls)
                Reply(client, new CallReply { CallId = call.CallId, Failure = new CallFailure { Code = ErrorCodes.Moved, Message = $"the broker of {batch.Service} is elsewhere" } });
            return;
        }

        desk.Arrive(batch.Client, client, batch.Calls, Now);
        CarryOut(desk);
    }

    /// <summary>Null when the service's home is elsewhere. Views of the membership differ for a moment: whoever asks asks again then.</summary>
    private ServiceDesk? DeskOf(string service)
    {
        if (!IsHome(service))
            return null;
        if (_desks.TryGetValue(service, out var desk))
            return desk;
        if (_desks.Count >= MaxServices)
            return null;
        _desks.Add(service, desk = new ServiceDesk(service, _terms, Now));
        return desk;
    }

    private void Register(RegisterHost host)
    {
        if (DeskOf(host.Service) is not { } desk)
        {
            Dismiss(host.Host, host.Registration, Sender);
            return;
        }

        _log.Info("Host {0} serves {1} {2}", host.Host, host.Service, host.Version);
        _hosts[host.Host] = (host.Service, Sender);
        desk.Register(host, Now);
        CarryOut(desk);
    }

    private void Report(HostReport report)
    {
        if (!_desks.TryGetValue(report.Service, out var desk) || desk.RegistrationOf(report.Host) != report.Registration)
        {
            Dismiss(report.Host, report.Registration, Sender);
            return;
        }

        _hosts[report.Host] = (report.Service, Sender);
        desk.Report(report, Now);
        CarryOut(desk);
    }

    private void With(string service, Action<ServiceDesk> act)
    {
        if (!_desks.TryGetValue(service, out var desk))
            return;
        act(desk);
        CarryOut(desk);
    }

    private void Show(GetReply get)
    {
        if (DeskOf(get.Service) is not { } desk)
        {
            Sender.Tell(new ServiceRequestFailed { RequestId = get.RequestId, Code = ErrorCodes.Unavailable, Message = $"the broker of {get.Service} is elsewhere" });
            return;
        }

        desk.Show(CallId.FromWire(get.CallId), new ReplyAsker(_paths.PathOf(Sender), get.RequestId), WireTimes.Span(get.WaitMs), Now);
        CarryOut(desk);
    }

    private void Tick()
    {
        foreach (var desk in _desks.Values.ToArray())
        {
            desk.Tick(Now);
            CarryOut(desk);
            if (desk.IsIdle(Now))
                _desks.Remove(desk.Service);
        }

        foreach (var (host, (service, _)) in _hosts)
        {
            if (!_desks.TryGetValue(service, out var desk) || !desk.HasHost(host))
                _hosts.Remove(host);
        }
    }

    private void CarryOut(ServiceDesk desk)
    {
        foreach (var effect in desk.TakeEffects())
            CarryOut(desk.Service, effect);
        Plan(desk.NextDue(Now));
    }

    private void CarryOut(string service, DeskEffect effect)
    {
        switch (effect)
        {
            case SendRun run:
                Run(run);
                break;
            case SendReply(var client, var reply):
                Reply(client, reply);
                break;
            case SendKnown(var client, var calls):
                foreach (var part in calls.Chunk(Batches.MaxIds))
                    _paths.RefOf(client).Tell(DeskMessages.Known(part));
                break;
            case SendStop(var host, var registration, var call):
                ToHost(host, new StopRuns { Host = host, Registration = registration, CallIds = { call.ToWire() } });
                break;
            case SendAskBack(var host, var registration, var number, var calls):
                ToHost(host, new ReturnRuns { Host = host, Registration = registration, Number = number, CallIds = { calls.Select(call => call.ToWire()) } });
                break;
            case SendProlong(var host, var call, var client, var remaining):
                ToHost(host, new ProlongRun { Host = host, CallId = call.ToWire(), Client = client, RemainingMs = remaining > TimeSpan.Zero ? WireTimes.Of(remaining) : 0 });
                break;
            case HandOver(var call):
                if (_homes.HomeOf(service) is { } home)
                    _paths.RefOf(PathBook.PathOf(home, Path)).Tell(new CallBatch { Client = call.ClientName, Service = service, Calls = { DeskMessages.Remaining(call, Now) } }, _paths.RefOf(call.Client));
                break;
            case SendRepeat(var host, var call, var client, var isRepeatable):
                ToHost(host, new RepeatReply { Host = host, CallId = call.ToWire(), Client = client == SendRepeat.ToBroker ? _paths.PathOf(Self) : client, AtLeastOnce = isRepeatable });
                break;
            case SendAccepted(var host, var registration, var report):
                if (_hosts.TryGetValue(host, out var accepted))
                    accepted.Actor.Tell(Accepted(host, registration, report, accepted.Actor));
                break;
            case SendDismissed(var host, var registration):
                if (_hosts.TryGetValue(host, out var dismissed))
                    Dismiss(host, registration, dismissed.Actor);
                break;
            case ShowReply(var asker, var state, var reply):
                _paths.RefOf(asker.Client).Tell(new ReplyShown { RequestId = asker.Request, State = state, Reply = reply });
                break;
        }
    }

    private HostAccepted Accepted(string host, long registration, long report, IActorRef actor) => new()
    {
        Host = host,
        Broker = _self.ToString(),
        Registration = registration,
        Report = report,
        LeaseMs = (long)_terms.Lease.TotalMilliseconds,
        Self = _paths.PathOf(actor),
    };

    private void Run(SendRun run)
    {
        if (_runs.TryGetValue(run.Host, out var parcel) && !parcel.HasRoomFor(run, MaxBatchBytes))
        {
            ToHost(run.Host, parcel.Batch);
            parcel = null;
        }

        if (parcel is null)
            _runs[run.Host] = parcel = new RunParcel(run);
        parcel.Add(run, run.Call.IsKept ? _paths.PathOf(Self) : run.Call.Client, DeskMessages.Remaining(run.Call, Now));
    }

    private void Reply(string client, CallReply reply)
    {
        if (!_replies.TryGetValue(client, out var batch))
            _replies.Add(client, batch = new ReplyBatch());
        batch.Replies.Add(reply);
    }

    private void Send()
    {
        foreach (var (host, parcel) in _runs)
            ToHost(host, parcel.Batch);
        foreach (var (client, batch) in _replies)
        {
            foreach (var part in Batches.Of(batch, MaxBatchBytes))
                _paths.RefOf(client).Tell(part);
        }

        _runs.Clear();
        _replies.Clear();
    }

    private void ToHost(string host, object message)
    {
        if (_hosts.TryGetValue(host, out var to))
            to.Actor.Tell(message);
    }

    private void Dismiss(string host, long registration, IActorRef actor) =>
        actor.Tell(new HostDismissed { Host = host, Registration = registration, Broker = _self.ToString() });

    private ServiceView ViewOf(ServiceDesk desk) => new()
    {
        Service = desk.Service,
        Broker = _self.ToString(),
        Queued = desk.QueuedCount,
        Running = desk.HeldCount,
        Completed = desk.CompletedCount,
        Failed = desk.FailedCount,
        Shape = desk.Shape,
        Hosts =
        {
            desk.Hosts.Select(host => new HostView
            {
                Host = host.Id,
                Version = host.Version,
                Window = host.Window,
                Held = host.Held.Count,
                Address = _hosts.TryGetValue(host.Id, out var seat) ? AddressOf(seat.Actor) : "",
            }),
        },
    };

    /// <summary>Of its node; of a program outside of the cluster, that of the node through which it speaks.</summary>
    private string AddressOf(IActorRef host) => (host.Path.Address.HasLocalScope ? _self : host.Path.Address).ToString();

    private void Plan(TimeSpan due)
    {
        if (!_tick.Plan(due))
            return;
        _reminder?.Cancel();
        var delay = due - Now;
        _reminder = Context.System.Scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Self, new TickDue(due), ActorRefs.NoSender);
    }

    private sealed record TickDue(TimeSpan Due);
}
