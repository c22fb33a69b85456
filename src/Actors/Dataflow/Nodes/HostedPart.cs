using Actors.Dataflow.Directing;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Nodes;

/// <summary>The node's end of a part: carries out what the director orders from afar. It ends with the director.</summary>
internal sealed class HostedPart(IActorRef director, FlowTerms terms, ModuleCatalog catalog) : PartLink(Reports, Orders, terms.Link, terms.MaxEventBytes)
{
    /// <summary>The name of the actor that has the flow's actors.</summary>
    public const string PartName = "part";

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _part = Context.Watch(Context.ActorOf(FlowPart.Props(terms), PartName));

    public static Props Props(IActorRef director, FlowTerms terms, ModuleCatalog catalog) => Akka.Actor.Props.Create(() => new HostedPart(director, terms, catalog));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        base.PreStart();
        Meet(director);
    }

    protected override void OnFrame(ReadOnlySpan<byte> frame)
    {
        var order = PartOrder.Parser.ParseFrom(frame);
        if ((order.OrderCase == PartOrder.OrderOneofCase.Inject ? Inject(order) : OrderCodec.Read(order, catalog)) is { } known) _part.Tell(known, Self);
        else _log.Warning("an order of the director {0} is not known here; it is of a newer version", director);
    }

    protected override void OnMessage(object message)
    {
        // Without its actors it is of no use, and the director finds another node.
        if (message is Terminated) Context.Stop(Self);
        else Say(message is Taken taken ? new PartReport { Taken = taken.Number } : ReportCodec.Write(message));
    }

    protected override void OnGone() => Context.Stop(Self);

    private PartProtocol.Tell Inject(PartOrder order)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (self, number) = (Self, order.Inject.Number);
        _ = taken.Task.ContinueWith(_ => self.Tell(new Taken(number)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new PartProtocol.Tell(order.Run, new FlowProtocol.Inject(OrderCodec.EventOf(order.Inject), order.Inject.Inbox, taken));
    }

    private sealed record Taken(long Number);
}
