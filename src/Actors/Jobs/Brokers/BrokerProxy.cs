using Akka.Actor;

namespace Actors.Jobs.Brokers;

/// <summary>On every node, <c>/user/jobs</c>: passes clients' requests on to the active broker, wherever that is.</summary>
internal sealed class BrokerProxy : UntypedActor
{
    public const string ActorName = "jobs";
    private BrokerPlace _place = BrokerPlace.Nowhere;

    public static Props Props() => Akka.Actor.Props.Create(() => new BrokerProxy());

    public static ActorPath PathAt(Address broker) => new RootActorPath(broker) / "user" / BrokerPlace.ActorName;

    protected override void PreStart() => Context.ActorOf(BrokerWatch.Props(), "watch");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BrokerPlace place:
                _place = place;
                break;
            case SubmitJob or CancelJob or GetJob or ListJobs or GetJobLog or ExplainJob when _place.Active is { } active:
                Context.ActorSelection(PathAt(active)).Tell(message, Sender);
                break;
            case SubmitJob or CancelJob or GetJob or ListJobs or GetJobLog or ExplainJob:
                new Asker(Sender, RequestOf(message)).Refuse(ErrorCodes.Unavailable, "no node with the role broker is up");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    public static ulong RequestOf(object message) => message switch
    {
        SubmitJob request => request.RequestId,
        CancelJob request => request.RequestId,
        GetJob request => request.RequestId,
        ListJobs request => request.RequestId,
        GetJobLog request => request.RequestId,
        ExplainJob request => request.RequestId,
        _ => 0,
    };
}
