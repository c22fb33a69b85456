using Akka.Actor;

namespace Actors.Services.Brokers;

/// <summary>Asks all brokers what they have and answers once; a broker that does not answer is left out.</summary>
internal sealed class ServiceList : UntypedActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ServicesListed _all;
    private readonly IActorRef _asker;
    private int _missing;

    public ServiceList(ListServices question, IReadOnlyList<IActorRef> brokers, IActorRef asker)
    {
        _all = new ServicesListed { RequestId = question.RequestId };
        _asker = asker;
        _missing = brokers.Count;
        foreach (var broker in brokers)
            broker.Tell(question);
        Context.SetReceiveTimeout(Patience);
    }

    public static Props Props(ListServices question, IReadOnlyList<IActorRef> brokers, IActorRef asker) =>
        Akka.Actor.Props.Create(() => new ServiceList(question, brokers, asker));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ServicesListed listed:
                _all.Services.AddRange(listed.Services);
                if (--_missing > 0)
                    return;
                break;
            case ReceiveTimeout:
                break;
            default:
                Unhandled(message);
                return;
        }

        var fitting = ServiceViews.Fit([.. _all.Services]).ToList();
        _all.Services.Clear();
        _all.Services.AddRange(fitting);
        _asker.Tell(_all);
        Context.Stop(Self);
    }
}
