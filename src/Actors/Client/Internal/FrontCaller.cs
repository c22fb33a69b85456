using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>
/// Sends requests to a front, matches answers by their number, and sends again what stays unanswered: every request may be sent twice, so a lost
/// connection or a dead front costs time and nothing else. Transfers are children that share the route.
/// </summary>
internal sealed class FrontCaller : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly FrontRoute _route;
    private readonly TimeSpan _resendAfter;
    private readonly Dictionary<ulong, Pending> _calls = [];
    private readonly LinkActors _transfers = new(Context); // by request: a link has the number of the request for it

    public FrontCaller(FrontRoute route, TimeSpan resendAfter)
    {
        _route = route;
        _resendAfter = resendAfter;
        Receive<Call>(Send);
        Receive<Forget>(forget => { _calls.Remove(forget.Id); }); // what was answered is gone, which is no sign that nobody has handled this
        Receive<StartTransfer>(start => _transfers.Start((long)start.Id, start.Props));
        Receive<StopTransfer>(stop => _transfers.Stop((long)stop.Id));
        Receive<AskAs>(ask => _transfers.Replace((long)ask.Id, Sender));
        Receive<Terminated>(ended => _transfers.Remove(ended.ActorRef));
        Receive<ToFront>(message => _route.Tell(message.Message, Self));
        Receive<Look>(_ => SendAgain());
        Receive<ILinkMessage>(message => _transfers.Forward(message));
        Receive<IMessage>(OnAnswer);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => LinkActors.Strategy;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), new Look(), LookEvery);

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private void Send(Call call)
    {
        _calls[call.Id] = new Pending(call, Now);
        _route.Tell(call.Request, Self);
    }

    private void SendAgain()
    {
        foreach (var (id, pending) in _calls)
        {
            if (Now - pending.SentAt < pending.Call.Wait + _resendAfter) continue;
            _calls[id] = pending with { SentAt = Now };
            _route.Tell(pending.Call.Request, Self);
        }
    }

    private void OnAnswer(IMessage message)
    {
        if (RequestIds.OfAnswer(message) is not { } id) return;
        if (_transfers.Forward((long)id, message)) return;
        if (_calls.Remove(id, out var pending)) pending.Call.Answer.TrySetResult(message);
        // Otherwise it is the second answer to a request that was sent twice.
    }

    /// <param name="Id">The request's number.</param>
    /// <param name="Request">What to send.</param>
    /// <param name="Wait">How long the front itself may wait before it answers.</param>
    /// <param name="Answer">Completed with whatever answers, failures included.</param>
    public sealed record Call(ulong Id, IMessage Request, TimeSpan Wait, TaskCompletionSource<IMessage> Answer);

    /// <summary>Nobody waits for this any more.</summary>
    public sealed record Forget(ulong Id);

    /// <summary>Starts a child for a transfer of this number.</summary>
    public sealed record StartTransfer(ulong Id, Props Props);

    public sealed record StopTransfer(ulong Id);

    /// <summary>From a transfer: it asks again, under this number.</summary>
    public sealed record AskAs(ulong Id);

    /// <summary>From a transfer: pass this on.</summary>
    public sealed record ToFront(object Message);

    private sealed record Look;

    private sealed record Pending(Call Call, TimeSpan SentAt);
}
