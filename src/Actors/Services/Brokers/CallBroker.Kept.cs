using Actors.Services.Internal;
using Akka.Actor;

namespace Actors.Services.Brokers;

// What is kept: it comes from the brokers that services had before, and is asked for by clients.
internal sealed partial class CallBroker
{
    private void Take(HandKept handed)
    {
        var answer = (DeskOf(handed.Service) ?? _desks.GetValueOrDefault(handed.Service))?.TakeKept(handed, Now)
            ?? new KeptTaken { Service = handed.Service, Number = handed.Number, Refused = { handed.Calls.Select(kept => kept.CallId) } };
        Sender.Tell(answer, Self);
        With(handed.Service, _ => { });
    }

    private void Show(GetReply get)
    {
        if (TryShow(get, _courier.PathOf(Sender)))
            return;
        if (get.OnlyHere)
            Sender.Tell(new ReplyShown { RequestId = get.RequestId });
        else if (!IsHome(get.Service))
            Sender.Tell(new ServiceRequestFailed { RequestId = get.RequestId, Code = ErrorCodes.Unavailable, Message = $"the broker of {get.Service} is elsewhere" });
        else
            Search(get);
    }

    private bool TryShow(GetReply get, string asker)
    {
        if (!_desks.TryGetValue(get.Service, out var desk) || !desk.Keeps(CallId.FromWire(get.CallId)))
            return false;
        desk.Show(CallId.FromWire(get.CallId), new ReplyAsker(asker, get.RequestId), WireTimes.Span(get.WaitMs), Now);
        CarryOut(desk);
        return true;
    }

    private void Search(GetReply get)
    {
        var (asker, others) = (Sender, _homes.All.Where(broker => broker != _self).Select(_courier.BrokerAt).ToArray());
        if (others.Length == 0)
            asker.Tell(ReplySearch.Join(get, [], isComplete: true));
        else
            Context.ActorOf(Gathering<ReplyShown>.Props(new GatheringOrder<ReplyShown>(ReplySearch.Question(get), others, Self, (all, isComplete) => new ReplySearched(get, asker, all, isComplete))));
    }

    private void Show(ReplySearched searched)
    {
        // Who had it may have handed it over just now.
        if (!TryShow(searched.Asked, _courier.PathOf(searched.Asker)))
            searched.Asker.Tell(ReplySearch.Join(searched.Asked, searched.Answers, searched.IsComplete));
    }

    private sealed record ReplySearched(GetReply Asked, IActorRef Asker, IReadOnlyList<ReplyShown> Answers, bool IsComplete);
}
