using Akka.Actor;

namespace Actors.Services.Internal;

/// <summary>Asks several actors the same and answers once, when all have; one that does not answer soon is left out, and the answer says so.</summary>
internal sealed class Gathering<TAnswer> : UntypedActor
    where TAnswer : class
{
    private readonly List<TAnswer> _answers = [];
    private readonly GatheringOrder<TAnswer> _order;

    public Gathering(GatheringOrder<TAnswer> order)
    {
        _order = order;
        foreach (var one in order.Asked)
            one.Tell(order.Question);
        Context.SetReceiveTimeout(order.Patience);
    }

    public static Props Props(GatheringOrder<TAnswer> order) => Akka.Actor.Props.Create(() => new Gathering<TAnswer>(order));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TAnswer answer:
                _answers.Add(answer);
                if (_answers.Count < _order.Asked.Count)
                    return;
                break;
            case ReceiveTimeout:
                break;
            default:
                Unhandled(message);
                return;
        }

        _order.Asker.Tell(_order.Join(_answers, _answers.Count == _order.Asked.Count));
        Context.Stop(Self);
    }
}

/// <param name="Question">What all are asked.</param>
/// <param name="Asked">At least one.</param>
/// <param name="Asker">Who gets the one answer.</param>
/// <param name="Join">Makes one answer of all that came, and of whether all have answered.</param>
internal sealed record GatheringOrder<TAnswer>(object Question, IReadOnlyList<IActorRef> Asked, IActorRef Asker, Func<IReadOnlyList<TAnswer>, bool, object> Join)
{
    /// <summary>Less than a client gives a question before it asks anew (<c>actors.services.client.check-after</c>).</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1.5);
}
