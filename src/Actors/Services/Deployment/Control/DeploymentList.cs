using Akka.Actor;

namespace Actors.Services.Deployment.Control;

/// <summary>Asks all homes what they have and answers once; one that does not answer is left out.</summary>
internal sealed class DeploymentList : UntypedActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly DeploymentsListed _all;
    private readonly IActorRef _asker;
    private int _missing;

    public DeploymentList(ListDeployments question, IReadOnlyList<IActorRef> homes, IActorRef asker)
    {
        _all = new DeploymentsListed { RequestId = question.RequestId };
        (_asker, _missing) = (asker, homes.Count);
        foreach (var home in homes)
            home.Tell(question);
        Context.SetReceiveTimeout(Patience);
    }

    public static Props Props(ListDeployments question, IReadOnlyList<IActorRef> homes, IActorRef asker) => Akka.Actor.Props.Create(() => new DeploymentList(question, homes, asker));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeploymentsListed listed:
                _all.Deployments.AddRange(listed.Deployments);
                if (--_missing > 0)
                    return;
                break;
            case ReceiveTimeout:
                break;
            default:
                Unhandled(message);
                return;
        }

        _asker.Tell(_all);
        Context.Stop(Self);
    }
}
