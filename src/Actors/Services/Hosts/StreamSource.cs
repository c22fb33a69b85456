using Actors.Links;
using Actors.Links.Internal;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>
/// Sends the values of one call by a link, as many as the client has room for: a method that gives more waits. Values that are there together travel together.
/// </summary>
internal sealed class StreamSource : LinkActor
{
    private readonly StreamOrder _order;
    private readonly StreamPull _values;
    private readonly LinkOutlet _outlet;
    private readonly LinkFeed _feed;
    private CancellationTokenRegistration _stopped;

    public StreamSource(StreamOrder order, ServiceRoute route)
        : base(order.Settings, new LinkOutcome(ErrorCodes.Cancelled, "the host has ended the stream"))
    {
        _order = order;
        var self = Self;
        _values = new StreamPull(order.Values, order.Threads, pulled => self.Tell(pulled));
        var own = order.Settings with { StallTimeout = order.Patience, StallSetting = "actors.services.host.stream-patience" };
        _outlet = NewOutlet(order.Link, message => route.To(order.Call.Client, message, self), own);
        _outlet.Ended = _ => Context.Stop(self);
        _feed = new LinkFeed(_outlet, _values.Read);
    }

    public static Props Props(StreamOrder order, ServiceRoute route) => Akka.Actor.Props.Create(() => new StreamSource(order, route));

    protected override void PreStart()
    {
        base.PreStart();
        // A method that waits for its reader would not notice.
        var self = Self;
        _stopped = _order.Call.Stopped.UnsafeRegister(_ => self.Tell(IsStopped.Instance), null);
        _feed.GoOn();
    }

    protected override void PostStop()
    {
        _stopped.Unregister();
        base.PostStop();
        // The method stops at its next value at the latest.
        _order.Call.Cancel();
        // It keeps its slot until it has ended.
        _values.DisposeAsync().PipeTo(Context.Parent, success: () => new IsOver(_order));
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case StreamPull.Pulled pulled:
                Take(pulled);
                break;
            case IsStopped:
                _outlet.Break(ErrorCodes.Cancelled, $"the call of {_order.Call.Call.Method} was cancelled");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(StreamPull.Pulled pulled)
    {
        if (_outlet.IsClosed)
            return; // the method has not been stopped yet after a value that was too large
        var values = pulled.Values.TakeWhile(value => value.Length <= _order.MaxValueBytes).ToList();
        var failure = values.Count < pulled.Values.Count ? TooLarge(pulled.Values[values.Count].Length) : pulled.Failure;
        var end = pulled.IsEnd || failure is not null ? new StreamEnd { Failure = failure }.ToByteString() : null;
        _feed.Give(StreamFrames.Of(values), end, pulled.GoesOn);
    }

    private CallFailure TooLarge(int bytes) => new() { Code = ErrorCodes.TooLarge, Message = $"a value of the stream has {bytes} bytes; at most {_order.MaxValueBytes} may travel" };

    /// <summary>To its parent: nothing of it runs any more.</summary>
    public sealed record IsOver(StreamOrder Order) : IDeadLetterSuppression;

    private sealed class IsStopped : IDeadLetterSuppression
    {
        public static readonly IsStopped Instance = new();
    }
}

/// <param name="Link">Its number.</param>
/// <param name="Call">Whose values they are.</param>
/// <param name="Slot">The host's slot that it keeps.</param>
/// <param name="Values">Each as JSON.</param>
/// <param name="MaxValueBytes">Of one value.</param>
/// <param name="Settings">Of the link.</param>
/// <param name="Threads">Where the method runs.</param>
/// <param name="Patience">With a reader that takes nothing.</param>
internal sealed record StreamOrder(
    long Link, HeldCall Call, int Slot, IAsyncEnumerable<ReadOnlyMemory<byte>> Values, int MaxValueBytes, LinkSettings Settings, CallThreads Threads, TimeSpan Patience);
