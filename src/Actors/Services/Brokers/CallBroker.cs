using Actors.Dispatch;
using Actors.Services.Internal;
using Akka;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Brokers;

/// <summary>
/// The thin actor around the desks of all services whose home this node is, on every node with the role broker: <c>/user/call-broker</c>. It keeps time, and gives services away whose
/// home has moved.
/// </summary>
internal sealed partial class CallBroker : UntypedActor
{
    public const string ActorName = "call-broker";
    public const string Path = "user/" + ActorName;

    private const int MaxServices = 100_000;

    private readonly DeskTerms _terms;
    private readonly Address _self = Akka.Cluster.Cluster.Get(Context.System).SelfAddress;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly OddMessages _odd = new(Context.GetLogger());
    private readonly DeskCourier _courier;
    private readonly PlannedTick _tick = new();
    private readonly Dictionary<string, ServiceDesk> _desks = [];
    private ServiceHomes _homes = ServiceHomes.None;
    private IActorRef? _leaver;
    private ICancelable? _reminder;

    public CallBroker(DeskTerms terms)
    {
        _terms = terms;
        _courier = new DeskCourier(Context, terms, _self);
    }

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
                With(check.Service, desk => desk.Check(check.Client, _courier.PathOf(Sender), check.CallIds.Select(CallId.FromWire), Now));
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
            case GetReply get when WireIds.IsId(get.CallId):
                Show(get);
                break;
            case HostsExpected expected:
                foreach (var (service, why) in expected.Services)
                    DeskOf(service)?.Expect(Now + expected.For, why);
                break;
            case ReplySearched searched:
                Show(searched);
                break;
            case HandKept handed when WireIds.Are(handed.Calls, kept => kept.CallId) && handed.Calls.All(kept => kept.Call is null || kept.Call.CallId == kept.CallId):
                Take(handed);
                break;
            case KeptTaken taken when WireIds.Are(taken.Refused, id => id):
                With(taken.Service, desk => desk.Taken(taken, Now));
                break;
            case HandOver:
                _leaver = Sender;
                break;
            case ListServices list:
                List(list);
                break;
            case TickDue tick:
                if (_tick.Take(tick.Due))
                    Tick();
                break;
            default:
                _odd.Mention(message, Sender);
                Unhandled(message);
                break;
        }

        _courier.Send();
        if (_leaver is not null && (!_homes.Brokers.Any() || _desks.Values.All(desk => !desk.HasKept)))
        {
            _leaver.Tell(Done.Instance);
            _leaver = null;
        }
    }

    private void Move(ServiceHomes homes)
    {
        _homes = homes;
        var brokers = _homes.All.Select(address => address.ToString()).ToHashSet();
        foreach (var desk in _desks.Values)
        {
            desk.Lose(brokers.Contains, Now);
            if (IsHome(desk.Service))
            {
                desk.TakeOver(Now);
            }
            else
            {
                var home = _homes.HomeOf(desk.Service)?.ToString() ?? "";
                _log.Info("Service {0} moves to the broker at {1}", desk.Service, home.Length > 0 ? home : "no node");
                desk.GiveAway(home, Now);
            }

            CarryOut(desk);
        }
    }

    private bool IsHome(string service) => _homes.HomeOf(service) == _self;

    private void Arrive(CallBatch batch)
    {
        var client = _courier.PathOf(Sender);
        if (DeskOf(batch.Service) is not { } desk)
        {
            foreach (var call in batch.Calls)
                _courier.Reply(client, new CallReply { CallId = call.CallId, Failure = new CallFailure { Code = ErrorCodes.Moved, Message = $"the broker of {batch.Service} is elsewhere" } });
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
            _courier.Dismiss(host.Host, host.Registration, Sender);
            return;
        }

        if (host.Part == 0)
            _log.Info("Host {0} serves {1} {2}", host.Host, host.Service, host.Version);
        _courier.Know(host.Host, host.Service, Sender);
        desk.Register(host, Now);
        CarryOut(desk);
    }

    private void Report(HostReport report)
    {
        if (!_desks.TryGetValue(report.Service, out var desk) || desk.RegistrationOf(report.Host) != report.Registration)
        {
            _courier.Dismiss(report.Host, report.Registration, Sender);
            return;
        }

        _courier.Know(report.Host, report.Service, Sender);
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

    private void Tick()
    {
        foreach (var desk in _desks.Values.ToArray())
        {
            desk.Tick(Now);
            CarryOut(desk);
            if (desk.IsIdle(Now))
                _desks.Remove(desk.Service);
        }

        _courier.ForgetHosts((service, host) => _desks.TryGetValue(service, out var desk) && desk.HasHost(host));
    }

    private void CarryOut(ServiceDesk desk)
    {
        foreach (var effect in desk.TakeEffects())
            _courier.CarryOut(desk.Service, effect);
        Plan(desk.NextDue(Now));
    }

    private void List(ListServices list)
    {
        var desks = _desks.Values.Where(desk => list.Service.Length == 0 ? desk.IsInUse(Now) : desk.Service == list.Service);
        Sender.Tell(ServicePages.Answer(list, ServicePages.Instance.Cut(desks, desk => desk.Service, desk => ViewOf(desk, list.CountsOnly), list.After)));
    }

    private ServiceView ViewOf(ServiceDesk desk, bool countsOnly)
    {
        var view = new ServiceView { Service = desk.Service, Broker = _self.ToString(), Queued = desk.QueuedCount, Running = desk.HeldCount, Completed = desk.CompletedCount, Failed = desk.FailedCount };
        if (countsOnly)
            return view;
        view.Shape = desk.Shape;
        view.Hosts.AddRange(desk.Hosts.Select(host => new HostView { Host = host.Id, Version = host.Version, Window = host.Window, Held = host.Held.Count, Address = _courier.AddressOf(host.Id), Labels = { host.Labels } }));
        return view;
    }

    private void Plan(TimeSpan due)
    {
        if (!_tick.Plan(due))
            return;
        _reminder?.Cancel();
        var delay = due - Now;
        _reminder = Context.System.Scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Self, new TickDue(due), ActorRefs.NoSender);
    }

    /// <summary>This node leaves: <see cref="Done"/> is the answer when what is kept here is with other brokers.</summary>
    public sealed class HandOver
    {
        public static readonly HandOver Instance = new();
    }

    private sealed record TickDue(TimeSpan Due);
}
