using Actors.Links;
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
    private readonly Dictionary<ulong, IActorRef> _transfers = [];

    public FrontCaller(FrontRoute route, TimeSpan resendAfter)
    {
        _route = route;
        _resendAfter = resendAfter;
        Receive<Call>(Send);
        Receive<Forget>(forget => _calls.Remove(forget.Id));
        Receive<StartTransfer>(Start);
        Receive<StopTransfer>(stop => Stop(stop.Id));
        Receive<Adopt>(adopt => _transfers[adopt.Id] = Sender);
        Receive<Terminated>(OnEnded);
        Receive<ToFront>(message => _route.Tell(message.Message, Self));
        Receive<Look>(_ => SendAgain());
        Receive<LinkData>(message => ToTransfer((ulong)message.Link, message));
        Receive<LinkDemand>(message => ToTransfer((ulong)message.Link, message));
        Receive<LinkIdle>(message => ToTransfer((ulong)message.Link, message));
        Receive<LinkBroken>(message => ToTransfer((ulong)message.Link, message));
        Receive<IMessage>(OnAnswer);
    }

    public ITimerScheduler Timers { get; set; } = null!;

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
        if (_transfers.TryGetValue(id, out var transfer)) transfer.Tell(message);
        else if (_calls.Remove(id, out var pending)) pending.Call.Answer.TrySetResult(message);
        // Otherwise it is the second answer to a request that was sent twice.
    }

    private void Start(StartTransfer start)
    {
        var transfer = Context.ActorOf(start.Props);
        Context.Watch(transfer);
        _transfers[start.Id] = transfer;
    }

    private void Stop(ulong id)
    {
        if (_transfers.TryGetValue(id, out var transfer)) Context.Stop(transfer);
    }

    private void OnEnded(Terminated ended)
    {
        foreach (var (id, transfer) in _transfers)
            if (transfer.Equals(ended.ActorRef)) _transfers.Remove(id);
    }

    private void ToTransfer(ulong id, object message)
    {
        if (_transfers.TryGetValue(id, out var transfer)) transfer.Tell(message);
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

    /// <summary>From a transfer: this number is mine too.</summary>
    public sealed record Adopt(ulong Id);

    /// <summary>From a transfer: pass this on.</summary>
    public sealed record ToFront(object Message);

    private sealed record Look;

    private sealed record Pending(Call Call, TimeSpan SentAt);
}
