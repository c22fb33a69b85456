using Actors.Links;
using Actors.Services.Deployment.Control;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Google.Protobuf;

namespace Actors.Services.Brokers;

/// <summary>
/// On every node, <c>/user/services</c>: passes what clients and hosts say on to the broker that it is for, wherever that is. Whoever is outside of the cluster
/// reaches it through a node's front.
/// </summary>
internal sealed class ServiceRouter : UntypedActor
{
    public const string ActorName = "services";
    private readonly OddMessages _odd = new(Context.GetLogger());
    private readonly PathBook _paths = new(Context.System);
    private readonly Dictionary<Address, IActorRef> _brokers = [];
    private readonly Dictionary<string, IActorRef> _brokersByText = [];
    private readonly HashSet<Address> _disconnected = []; // nodes with which the last connection has broken
    private ServiceHomes _homes = ServiceHomes.None;

    public static Props Props() => Akka.Actor.Props.Create(() => new ServiceRouter());

    protected override void PreStart()
    {
        Context.ActorOf(HomesWatch.Props(), "watch");
        Context.System.EventStream.Subscribe(Self, typeof(AssociationEvent));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ServiceHomes homes:
                _homes = homes;
                _disconnected.RemoveWhere(address => !homes.All.Contains(address));
                _brokers.Clear();
                _brokersByText.Clear();
                foreach (var address in homes.All)
                    _brokersByText[address.ToString()] = _brokers[address] = _paths.RefOf(PathBook.PathOf(address, CallBroker.Path));
                break;
            case CallBatch batch:
                Call(batch);
                break;
            case RegisterHost host:
                HomeOf(host.Service)?.Forward(host); // it will ask again
                break;
            case DisassociatedEvent gone:
                _disconnected.Add(gone.RemoteAddress);
                break;
            case AssociatedEvent associated:
                _disconnected.Remove(associated.RemoteAddress);
                break;
            case AssociationEvent:
                break;
            case HostReport report when _brokersByText.TryGetValue(report.Broker, out var broker):
                broker.Forward(report);
                break;
            case HostReport:
                break; // its broker is gone, and its lease will tell
            case GetReply get when HomeOf(get.Service) is { } home:
                home.Forward(get);
                break;
            case GetReply get:
                Refuse(get.RequestId);
                break;
            case ListServices list when _homes.Brokers.Any():
                Gather<ServicesListed>(list, _homes.Brokers.Select(address => _brokers[address]), (all, isComplete) => ServicePages.Answer(list, ServicePages.Instance.Join([.. all.Select(ServicePages.Of)]), !isComplete));
                break;
            case ListServices list:
                Refuse(list.RequestId);
                break;
            case CheckCalls or CancelCalls:
                foreach (var broker in _brokers.Values)
                    broker.Forward(message);
                break;
            case Deploy deploy:
                ToHome(deploy.Service, deploy, deploy.RequestId);
                break;
            case ScaleDeployment scale:
                ToHome(scale.Service, scale, scale.RequestId);
                break;
            case RollBackDeployment back:
                ToHome(back.Service, back, back.RequestId);
                break;
            case GetDeployment get:
                ToHome(get.Service, get, get.RequestId);
                break;
            case ListDeployments list when _homes.Brokers.Any():
                Gather<DeploymentsListed>(list, _homes.Brokers.Select(DeploymentsAt), (all, isComplete) => DeploymentPages.Answer(list, DeploymentPages.Instance.Join([.. all.Select(DeploymentPages.Of)]), !isComplete));
                break;
            case ListDeployments list:
                Refuse(list.RequestId);
                break;
            case Relay relay when Relayed(relay) is { } inner:
                _paths.RefOf(relay.Target).Forward(inner);
                break;
            default:
                _odd.Mention(message, Sender);
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// Calls for a broker that cannot be reached do not leave this node: so their client knows that they were given to nobody, and sends them again later. What was sent before
    /// its end was noticed may have got there.
    /// </summary>
    private void Call(CallBatch batch)
    {
        if (_homes.HomeOf(batch.Service) is not { } home)
            Sender.Tell(Refusal(batch, "no node with the role broker is up"));
        else if (_homes.IsUnreachable(home) || _disconnected.Contains(home))
            Sender.Tell(Refusal(batch, $"the service's broker, at {home}, cannot be reached"));
        else
            _brokers[home].Forward(batch);
    }

    private static ReplyBatch Refusal(CallBatch batch, string why)
    {
        var failure = new CallFailure { Code = ErrorCodes.Moved, Message = why };
        return new ReplyBatch { Replies = { batch.Calls.Select(call => new CallReply { CallId = call.CallId, Failure = failure }) } };
    }

    // Only what programs that serve and call say to each other: this is no way to send just anything to just anyone.
    private static object? Relayed(Relay relay)
    {
        try
        {
            return Inner(relay);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // what is no message is passed on to nobody
        }
    }

    private static object? Inner(Relay relay) => relay.MessageCase switch
    {
        Relay.MessageOneofCase.Replies => relay.Replies,
        Relay.MessageOneofCase.FetchArguments => relay.FetchArguments,
        Relay.MessageOneofCase.LinkData => LinkData.Parser.ParseFrom(relay.LinkData),
        Relay.MessageOneofCase.LinkDemand => LinkDemand.Parser.ParseFrom(relay.LinkDemand),
        Relay.MessageOneofCase.LinkIdle => LinkIdle.Parser.ParseFrom(relay.LinkIdle),
        Relay.MessageOneofCase.LinkBroken => LinkBroken.Parser.ParseFrom(relay.LinkBroken),
        _ => null,
    };

    private void Gather<TAnswer>(object question, IEnumerable<IActorRef> brokers, Func<IReadOnlyList<TAnswer>, bool, object> join)
        where TAnswer : class => Context.ActorOf(Gathering<TAnswer>.Props(new GatheringOrder<TAnswer>(question, [.. brokers], Sender, join)));

    private void ToHome(string service, object message, ulong request)
    {
        if (_homes.HomeOf(service) is { } address)
            DeploymentsAt(address).Forward(message);
        else
            Refuse(request);
    }

    private IActorRef DeploymentsAt(Address home) => _paths.RefOf(PathBook.PathOf(home, DeploymentBroker.Path));

    private IActorRef? HomeOf(string service) => _homes.HomeOf(service) is { } address ? _brokers[address] : null;

    private void Refuse(ulong request) =>
        Sender.Tell(new ServiceRequestFailed { RequestId = request, Code = ErrorCodes.Unavailable, Message = "no node with the role broker is up" });
}
