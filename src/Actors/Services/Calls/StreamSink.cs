using Actors.Links;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Calls;

/// <summary>Receives the values of one call by a link and hands them to their reader, who sets the pace.</summary>
internal sealed class StreamSink : UntypedActor, IWithTimers, IStreamControl
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly StreamReading _reader;
    private readonly LinkInlet _inlet;
    private readonly LinkSettings _settings;
    private readonly IActorRef _self;
    private long _readBefore;

    public StreamSink(ReplyStream stream, StreamReading reader, ServiceRoute route, IActorRef client, LinkSettings settings)
    {
        (_reader, _settings, _self) = (reader, settings, Self);
        var (self, scheduler) = (Self, Context.System.Scheduler);
        _inlet = new LinkInlet(stream.Link, message => route.To(stream.Source, Marked(message), client), () => scheduler.MonotonicClock)
        {
            Delivered = (payload, last) =>
            {
                if (!last)
                    reader.Bytes.Add(payload);
                else
                    reader.Bytes.Complete(StreamEnd.Parser.ParseFrom(payload).Failure?.ToException());
            },
            Ended = failure =>
            {
                if (failure is not null)
                    reader.Bytes.Complete(failure);
                Context.Stop(self);
            },
        };
        reader.Attach(this);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ReplyStream stream, StreamReading reader, ServiceRoute route, IActorRef client, LinkSettings settings) =>
        Akka.Actor.Props.Create(() => new StreamSink(stream, reader, route, client, settings));

    public void Consumed(int messages) => _self.Tell(new HasConsumed(messages));

    public void Closed() => _self.Tell(ReaderClosed.Instance);

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(TickEvery), Tick.Instance, TickEvery);
        _inlet.Open(_settings);
    }

    protected override void PostStop()
    {
        const string Reason = "this program has let go of the cluster";
        _inlet.Break(ErrorCodes.Cancelled, Reason);
        _reader.Bytes.Complete(new ActorsException(ErrorCodes.Cancelled, Reason));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkData data:
                _inlet.On(data);
                break;
            case LinkIdle idle:
                _inlet.On(idle);
                break;
            case LinkBroken broken:
                _inlet.On(broken);
                break;
            case HasConsumed consumed:
                _inlet.Consume(consumed.Messages);
                break;
            case ReaderClosed:
                _inlet.Break(ErrorCodes.Cancelled, "the reader has stopped");
                break;
            case Tick:
                _inlet.Tick();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A message may hold thousands of values, and a reader that takes its time for each is not one that has gone.</summary>
    private object Marked(object message)
    {
        if (message is LinkDemand demand && _reader.Bytes.Position is var read && read != _readBefore)
            (demand.IsRead, _readBefore) = (true, read);
        return message;
    }

    private sealed record HasConsumed(int Messages) : IDeadLetterSuppression;

    private sealed class ReaderClosed : IDeadLetterSuppression
    {
        public static readonly ReaderClosed Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
