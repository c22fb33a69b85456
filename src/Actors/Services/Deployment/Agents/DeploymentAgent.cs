using Actors.Services.Deployment.Planning;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Deployment.Agents;

/// <summary>On every node with the role worker, <c>/user/deployments</c>: starts and stops instances as the homes of their services order, and says what runs.</summary>
internal sealed class DeploymentAgent : UntypedActor
{
    public const string ActorName = "deployments";
    public const string Path = "user/" + ActorName;
    private const int MostReasonChars = 200; // what a node says of all its instances is one message

    // Who has asked within this time hears of changes at once.
    private static readonly TimeSpan Interest = TimeSpan.FromSeconds(10);

    private readonly DeploymentSettings _settings;
    private readonly InstanceTools _tools;
    private readonly string _node = Akka.Cluster.Cluster.Get(Context.System).SelfAddress.ToString();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UInt128> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, TimeSpan> _askers = [];
    private IActorRef? _drainer;

    public DeploymentAgent(DeploymentSettings settings, InstanceTools tools) => (_settings, _tools) = (settings, tools);

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(DeploymentSettings settings, InstanceTools tools) => Akka.Actor.Props.Create(() => new DeploymentAgent(settings, tools));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskInstances:
                _askers[Sender] = Now;
                Sender.Tell(Report());
                return;
            case StartInstance start when IsCurrent(start.Service, start.Document.Span) && _drainer is null && !_seats.ContainsKey(start.Instance):
                Start(start);
                break;
            case StopInstance stop when IsCurrent(stop.Service, stop.Document.Span) && _seats.TryGetValue(stop.Instance, out var seat):
                Stop(seat);
                break;
            case StartInstance or StopInstance:
                return; // told again, or by a broker that is none any more
            case Started(var instance, var running):
                Take(_seats[instance], running);
                break;
            case StartFailed(var instance, var reason):
                Fail(_seats[instance], reason);
                break;
            case InstanceNews news when _seats.TryGetValue(news.Instance, out var seat):
                if (news.Host.Length == 0)
                    _log.Warning("Instance {0} of {1} {2}: {3}", news.Instance, seat.View.Service, seat.View.Version, news.Reason);
                Take(seat, news);
                break;
            case InstanceNews:
                return;
            case Ended(var instance) when _seats.TryGetValue(instance, out var seat) && seat is { Running: not null, View.State: InstanceState.InstanceServing or InstanceState.InstanceStarting }:
                Stop(seat);
                break;
            case Ended:
                return;
            case Gone(var instance):
                _seats.Remove(instance);
                break;
            case Drain:
                _drainer = Sender;
                foreach (var seat in _seats.Values.ToArray())
                    Stop(seat);
                break;
            default:
                Unhandled(message);
                return;
        }

        SayWhatChanged();
        if (_seats.Count == 0)
            _drainer?.Tell(Drained.Instance);
    }

    private bool IsCurrent(string service, ReadOnlySpan<byte> document)
    {
        if (document.Length != 16)
            return false;
        var id = Storage.ObjectId.FromBytes(document).Value;
        if (_documents.TryGetValue(service, out var highest) && id < highest)
            return false;
        _documents[service] = id;
        return true;
    }

    private void Start(StartInstance order)
    {
        var seat = new Seat(new InstanceView { Instance = order.Instance, Service = order.Service, Revision = order.Spec.Revision, Version = order.Spec.Version, Node = _node });
        _seats.Add(order.Instance, seat);
        if (_seats.Count > _settings.MaxInstances)
        {
            Fail(seat, $"the node has {_settings.MaxInstances} instances already (actors.deployments.worker.max-instances)");
            return;
        }

        _log.Info("Instance {0} of {1} {2} starts", order.Instance, order.Service, order.Spec.Version);
        StartAsync(order).PipeTo(Self, success: running => new Started(order.Instance, running), failure: failure => new StartFailed(order.Instance, ReasonOf(failure)));
    }

    private Task<IDeployedInstance> StartAsync(StartInstance order)
    {
        if (order.Spec.Isolation == Isolation.Context)
            return ContextInstance.StartAsync(order, _tools);
        var self = Self;
        return _tools.Program.Problem is { } problem
            ? Task.FromException<IDeployedInstance>(new ActorsException(ErrorCodes.Invalid, problem))
            : ProcessInstance.StartAsync(order, _tools, news => self.Tell(news));
    }

    /// <summary>It is not ready, and it is not given up either.</summary>
    private static void Take(Seat seat, InstanceNews news)
    {
        if (seat.View.State is not (InstanceState.InstanceServing or InstanceState.InstanceStarting))
            return;
        (seat.View.State, seat.View.Host) = (news.Host.Length > 0 ? InstanceState.InstanceServing : InstanceState.InstanceStarting, news.Host);
        (seat.View.Restarts, seat.View.Reason) = (news.Restarts, news.Reason.Length > MostReasonChars ? news.Reason[..MostReasonChars] : news.Reason);
    }

    private void Take(Seat seat, IDeployedInstance running)
    {
        (seat.Running, seat.View.Host) = (running, running.Host);
        var instance = seat.View.Instance;
        running.Ended.PipeTo(Self, success: () => new Ended(instance), failure: _ => new Ended(instance));
        var isUnwanted = seat.View.State == InstanceState.InstanceStopping;
        seat.View.State = InstanceState.InstanceServing;
        if (isUnwanted)
            Stop(seat);
    }

    private void Fail(Seat seat, string reason)
    {
        _log.Warning("Instance {0} of {1} {2} has failed: {3}", seat.View.Instance, seat.View.Service, seat.View.Version, reason);
        if (seat.View.State == InstanceState.InstanceStopping)
            _seats.Remove(seat.View.Instance);
        (seat.View.State, seat.View.Reason) = (InstanceState.InstanceFailed, reason.Length > MostReasonChars ? reason[..MostReasonChars] : reason);
    }

    private void Stop(Seat seat)
    {
        var instance = seat.View.Instance;
        switch (seat.View.State)
        {
            case InstanceState.InstanceFailed:
                _seats.Remove(instance);
                break;
            case InstanceState.InstanceStarting when seat.Running is null:
                seat.View.State = InstanceState.InstanceStopping; // when it has started
                break;
            case InstanceState.InstanceStarting or InstanceState.InstanceServing:
                seat.View.State = InstanceState.InstanceStopping;
                _log.Info("Instance {0} of {1} {2} stops", instance, seat.View.Service, seat.View.Version);
                seat.Running!.StopAsync().PipeTo(Self, success: () => new Gone(instance), failure: failure =>
                {
                    _log.Warning("Instance {0} ended badly: {1}", instance, ReasonOf(failure));
                    return new Gone(instance);
                });
                break;
        }
    }

    private static string ReasonOf(Exception failure)
    {
        var cause = failure is AggregateException { InnerException: { } inner } ? inner : failure;
        return cause is ActorsException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
    }

    private InstancesReport Report() => new()
    {
        Node = _node,
        Instances = { _seats.Values.Select(seat => seat.View.Clone()) }, // what is sent does not change
        Documents = { _seats.Values.Select(seat => seat.View.Service).Distinct().Select(service => new KnownDocument { Service = service, Document = Revisions.ToWire(_documents[service]) }) },
    };

    private void SayWhatChanged()
    {
        foreach (var old in _askers.Where(asker => Now - asker.Value > Interest).ToArray())
            _askers.Remove(old.Key);
        var report = Report();
        foreach (var asker in _askers.Keys)
            asker.Tell(report);
    }

    /// <summary>Stop all; <see cref="Drained"/> is said when none is left.</summary>
    public sealed class Drain
    {
        public static readonly Drain Instance = new();
    }

    public sealed class Drained
    {
        public static readonly Drained Instance = new();
    }

    private sealed class Seat(InstanceView view)
    {
        public InstanceView View { get; } = view;

        public IDeployedInstance? Running { get; set; }
    }

    private sealed record Started(string Instance, IDeployedInstance Running);

    private sealed record StartFailed(string Instance, string Reason);

    private sealed record Ended(string Instance);

    private sealed record Gone(string Instance);
}
