using System.Globalization;
using Actors.Services.Brokers;
using Actors.Services.Deployment.Agents;
using Actors.Services.Deployment.Planning;
using Actors.Services.Internal;
using Actors.Storage;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Actors.Services.Deployment.Control;

/// <summary>
/// The thin actor around the desks of all deployed services whose home this node is, on every node with the role broker: <c>/user/deployment-broker</c>. What is wanted it reads from the
/// store, so that a new home takes over where the former one left.
/// </summary>
internal sealed class DeploymentBroker : UntypedActor, IWithTimers
{
    public const string ActorName = "deployment-broker";
    public const string Path = "user/" + ActorName;
    private const string StorageRole = "storage";

    private readonly DeploymentSettings _settings;
    private readonly IdSource _ids;
    private readonly DeploymentErrands _errands;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PathBook _paths = new(Context.System);
    private readonly WorkerBook _workers = new();
    private readonly Dictionary<string, DeploymentDesk> _desks = new(StringComparer.Ordinal);
    private ServiceHomes _homes = ServiceHomes.None;
    private bool _hasLoaded;

    public DeploymentBroker(DeploymentSettings settings, IObjectStore store, IdSource ids)
    {
        (_settings, _ids) = (settings, ids);
        _errands = new DeploymentErrands(new DeploymentStore(store, ids));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(DeploymentSettings settings, IObjectStore store, IdSource ids) => Akka.Actor.Props.Create(() => new DeploymentBroker(settings, store, ids));

    protected override void PreStart()
    {
        Context.ActorOf(HomesWatch.Props(), "watch");
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(nameof(Check), Check.Instance, _settings.CheckEvery);
        Timers.StartPeriodicTimer(nameof(Reload), Reload.Instance, _settings.ReloadEvery);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState or ClusterEvent.IMemberEvent or ClusterEvent.IReachabilityEvent:
                _workers.Take(message);
                if (message is ClusterEvent.MemberUp { Member: { } up } && up.HasRole(StorageRole))
                    Timers.StartSingleTimer(StorageRole, Reload.Instance, _settings.CheckEvery); // of a cluster that starts again, it may be the only one yet that has what is wanted
                break;
            case ServiceHomes homes:
                Move(homes);
                break;
            case Check:
                CheckAll();
                break;
            case Reload:
                Do(_errands.Reload(IsHome));
                break;
            case InstancesReport report:
                Take(report);
                break;
            case ServicesListed calls:
                Take(calls);
                break;
            case Deploy deploy when !IsHome(deploy.Service):
                Refuse(Sender, deploy.RequestId, Elsewhere(deploy.Service));
                break;
            case Deploy deploy:
                Do(_errands.Deploy(deploy, SeenOf(deploy.Service), Sender));
                break;
            case ScaleDeployment scale when !IsHome(scale.Service):
                Refuse(Sender, scale.RequestId, Elsewhere(scale.Service));
                break;
            case ScaleDeployment scale:
                Do(_errands.Scale(scale, SeenOf(scale.Service), Sender));
                break;
            case RollBackDeployment back when !IsHome(back.Service):
                Refuse(Sender, back.RequestId, Elsewhere(back.Service));
                break;
            case RollBackDeployment back:
                Do(_errands.RollBack(back, SeenOf(back.Service), Sender));
                break;
            case GetDeployment get:
                Show(get);
                break;
            case ListDeployments list:
                Sender.Tell(Listed(list));
                break;
            case DeploymentErrands.Done done:
                Take(done);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static ActorsException Elsewhere(string service) => new(ErrorCodes.Unavailable, $"the home of {service} is another broker");

    private static void Refuse(IActorRef asker, ulong request, ActorsException failure) =>
        asker.Tell(new ServiceRequestFailed { RequestId = request, Code = failure.Code, Message = failure.Message });

    private bool IsHome(string service) => _homes.HomeOf(service) == _cluster.SelfAddress;

    private StoredDeployment? Known(string service) => _desks.TryGetValue(service, out var desk) ? desk.Stored : null;

    private SeenStanding SeenOf(string service) => _desks.TryGetValue(service, out var desk) ? new SeenStanding(Revisions.Of(desk.Stored.Document.Spec), desk.Standing) : default;

    private void Move(ServiceHomes homes)
    {
        _homes = homes;
        foreach (var moved in _desks.Keys.Where(service => !IsHome(service)).ToArray())
            _desks.Remove(moved);
        _hasLoaded = false;
        Do(_errands.Reload(IsHome));
    }

    /// <summary>Errands to the store go one after the other, so that what is wanted is read and replaced in one go.</summary>
    private void Do(Task<DeploymentErrands.Done>? errand) => errand?.PipeTo(Self);

    private void Take(DeploymentErrands.Done done)
    {
        Do(_errands.Next());
        foreach (var stored in done.Found.Where(stored => IsHome(stored.Document.Service)))
        {
            if (_desks.TryGetValue(stored.Document.Service, out var desk))
            {
                desk.Take(stored);
            }
            else
            {
                if (_desks.Count == 0)
                    _workers.ForgetReports(); // nobody was asked while there was nothing to ask for
                _desks.Add(stored.Document.Service, desk = new DeploymentDesk(stored));
            }

            if (done.Asker is not null)
                _log.Info("Service {0}: {1} to {2} instances of version {3} are wanted", desk.Service, stored.Document.MinInstances, stored.Document.MaxInstances, stored.Document.Spec.Version);
        }

        if (done.Failure is { } failure)
        {
            if (done.Asker is { } asker)
                Refuse(asker, done.Request, failure);
            else
                _log.Warning("The deployments cannot be read or written: {0}; they are read again in {1}", failure.Message, _settings.ReloadEvery);
            if (done.Asker is null && !Timers.IsTimerActive("retry"))
                Timers.StartSingleTimer("retry", Reload.Instance, _settings.CheckEvery);
            return;
        }

        _hasLoaded |= done.IsAll;
        CheckAll();
        if (done.Asker is not null && done.Found is [var shown] && _desks.TryGetValue(shown.Document.Service, out var changed))
            done.Asker.Tell(new DeploymentShown { RequestId = done.Request, Deployment = DeploymentPages.Fit(ViewOf(changed)) });
    }

    private void CheckAll()
    {
        if (_desks.Count == 0)
            return;
        foreach (var worker in _workers.Addresses)
            AgentOf(worker.ToString()).Tell(new AskInstances());
        var calls = _paths.RefOf(PathBook.PathOf(_cluster.SelfAddress, CallBroker.Path));
        if (_desks.Values.Any(desk => desk.IsElastic))
            calls.Tell(new ListServices { CountsOnly = true });
        foreach (var desk in _desks.Values)
            Step(desk);
        var coming = _desks.Values.Where(desk => desk.IsComing).Select(desk => (desk.Service, desk.Plan.Problem)).ToList();
        if (coming.Count > 0)
            calls.Tell(new HostsExpected(coming, _settings.CheckEvery * 3));
    }

    private void Take(InstancesReport report)
    {
        foreach (var service in _workers.Take(report))
        {
            if (_desks.TryGetValue(service, out var desk))
                Step(desk);
        }

        // Another home has decided later than what is known here.
        if (report.Documents.Any(known => IsHome(known.Service) && Known(known.Service)?.Id.Value < Revisions.FromWire(known.Document)))
            Do(_errands.Reload(IsHome));
    }

    /// <summary>The calls have the same home.</summary>
    private void Take(ServicesListed calls)
    {
        if (calls.Next.Length > 0)
            Sender.Tell(new ListServices { CountsOnly = true, After = calls.Next });
        foreach (var view in calls.Services)
        {
            if (!_desks.TryGetValue(view.Service, out var desk) || !desk.Follow(view, Now, _settings.Sizing))
                continue;
            _log.Info("Service {0}: {1} instances from now on, as {2} calls wait and {3} run", desk.Service, desk.Count, view.Queued, view.Running);
            Step(desk);
        }
    }

    private void Step(DeploymentDesk desk)
    {
        var workers = _workers.FactsFor(desk.Service);
        desk.Look(workers);
        var (before, count) = (desk.Plan, desk.Count);
        var (state, orders) = DeploymentPlan.Step(before, desk.Wanted, workers, Now, _settings.Plan, NewInstance);
        desk.Plan = state;
        if (state.Problem.Length > 0 && state.Problem != before.Problem)
            _log.Warning("Service {0}, version {1}: {2}", desk.Service, desk.Stored.Document.Spec.Version, state.Problem);
        else if (state.IsSettled && !before.IsSettled)
            _log.Info("Service {0}, version {1}: {2} instances serve", desk.Service, desk.Stored.Document.Spec.Version, count);
        if (desk.HasNews)
            Do(_errands.NoteUp(desk.Service, Revisions.Of(desk.Stored.Document.Spec)));
        var document = desk.Stored.Id.ToWire();
        foreach (var order in orders)
        {
            AgentOf(order.Node).Tell(order is StartOrder start
                ? new StartInstance { Service = desk.Service, Document = document, Instance = start.Instance, Spec = start.Spec }
                : new StopInstance { Service = desk.Service, Document = document, Instance = order.Instance });
        }
    }

    private IActorRef AgentOf(string node) => _paths.RefOf(PathBook.PathOf(Address.Parse(node), DeploymentAgent.Path));

    private string NewInstance() => _ids.Next().ToString("x32", CultureInfo.InvariantCulture);

    private void Show(GetDeployment get)
    {
        var isHome = IsHome(get.Service);
        var least = Revisions.FromWire(get.Document);
        if (_desks.TryGetValue(get.Service, out var desk) && desk.Stored.Id.Value >= least)
            Sender.Tell(new DeploymentShown { RequestId = get.RequestId, Deployment = DeploymentPages.Fit(ViewOf(desk)) });
        else if (isHome && _hasLoaded && least == 0)
            Refuse(Sender, get.RequestId, DeploymentErrands.NotDeployed(get.Service));
        else if (!isHome || least == 0)
            Refuse(Sender, get.RequestId, Elsewhere(get.Service));
        else
            ReadFirst(get);
    }

    /// <summary>Another home has written what is asked for.</summary>
    private void ReadFirst(GetDeployment get)
    {
        Do(_errands.Reload(IsHome));
        Refuse(Sender, get.RequestId, new ActorsException(ErrorCodes.Unavailable, $"the home of {get.Service} has not read yet what is wanted of it"));
    }

    private DeploymentView ViewOf(DeploymentDesk desk)
    {
        var document = desk.Stored.Document;
        return new DeploymentView
        {
            Service = desk.Service,
            Broker = _cluster.SelfAddress.ToString(),
            Revision = document.Spec.Revision,
            Version = document.Spec.Version,
            MinInstances = document.MinInstances,
            MaxInstances = document.MaxInstances,
            WantedInstances = desk.Count,
            Isolation = document.Spec.Isolation,
            Problem = desk.Plan.Problem,
            IsFailing = desk.Plan.IsFailing,
            IsSettled = desk.IsSettled,
            Labels = { document.Spec.Labels },
            GivenUp = document.GivenUp,
            Document = desk.Stored.Id.ToWire(),
            Instances = { _workers.InstancesOf(desk.Service) },
        };
    }

    private DeploymentsListed Listed(ListDeployments list)
    {
        var desks = _desks.Values.Where(desk => desk.Count > 0 || _workers.InstancesOf(desk.Service).Any());
        return DeploymentPages.Answer(list, DeploymentPages.Instance.Cut(desks, desk => desk.Service, ViewOf, list.After));
    }

    private sealed class Check
    {
        public static readonly Check Instance = new();
    }

    private sealed class Reload
    {
        public static readonly Reload Instance = new();
    }
}
