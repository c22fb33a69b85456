using Actors.Links;
using Actors.Services.Internal;
using Akka.Actor;

namespace Actors.Services.Calls;

/// <summary>Receives the values of one call by a link and hands them to their reader, who sets the pace.</summary>
internal sealed class StreamSink : UntypedActor, IWithTimers, IStreamControl
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly StreamReading _reader;
    private readonly LinkInlet _inlet;
    private readonly LinkSettings _settings;
    private readonly IActorRef _self;

    public StreamSink(ReplyStream stream, StreamReading reader, ServiceRoute route, IActorRef client, LinkSettings settings)
    {
        (_reader, _settings, _self) = (reader, settings, Self);
        var (self, scheduler) = (Self, Context.System.Scheduler);
        _inlet = new LinkInlet(stream.Link, message => route.To(stream.Source, message, client), () => scheduler.MonotonicClock)
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

    protected override void PostStop() => _reader.Bytes.Complete(new ActorsException(ErrorCodes.Cancelled, "this program has let go of the cluster"));

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

    private sealed record HasConsumed(int Messages);

    private sealed class ReaderClosed
    {
        public static readonly ReaderClosed Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
