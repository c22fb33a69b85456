using Actors.Links;
using Actors.Links.Internal;
using Actors.Services.Internal;
using Akka.Actor;

namespace Actors.Services.Calls;

/// <summary>Receives the values of one call by a link and hands them to their reader, who sets the pace.</summary>
internal sealed class StreamSink : LinkActor
{
    private const string LetGo = "this program has let go of the cluster";

    private readonly LinkReadStream _reader;
    private readonly LinkInlet _inlet;

    public StreamSink(ReplyStream stream, LinkReadStream reader, ServiceRoute route, IActorRef client, LinkSettings settings)
        : base(settings, new LinkOutcome(ErrorCodes.Cancelled, LetGo))
    {
        _reader = reader;
        var self = Self;
        _inlet = NewInlet(stream.Link, message => route.To(stream.Source, message, client));
        _inlet.Position = () => reader.Position;
        _inlet.Delivered = (payload, last) =>
        {
            if (last)
                reader.Complete(StreamEnd.Parser.ParseFrom(payload).Failure?.ToException());
            else
                reader.Add(payload, _inlet);
        };
        _inlet.Ended = failure =>
        {
            if (failure is not null)
                reader.Complete(failure);
            Context.Stop(self);
        };
        reader.Attach(self.Tell);
    }

    public static Props Props(ReplyStream stream, LinkReadStream reader, ServiceRoute route, IActorRef client, LinkSettings settings) =>
        Akka.Actor.Props.Create(() => new StreamSink(stream, reader, route, client, settings));

    protected override void PreStart()
    {
        base.PreStart();
        _inlet.Open();
    }

    protected override void PostStop()
    {
        base.PostStop();
        _reader.Complete(new ActorsException(ErrorCodes.Cancelled, LetGo));
    }

    protected override void OnMessage(object message)
    {
        if (message is LinkReaderClosed)
            _inlet.Break(ErrorCodes.Cancelled, "the reader has stopped");
        else
            Unhandled(message);
    }
}
