using Actors.Dataflow.Directing;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;
using Actors.Links;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Nodes;

/// <summary>Stands for a part of a flow on another node: takes the director's orders there, and brings back what the part reports.</summary>
internal sealed class RemotePart(string node, string nodePath, OpenPart open, LinkSettings link) : PartLink(Orders, Reports, link, open.MaxEventBytes)
{
    private const int AsksBeforeWarning = 20;

    private readonly IActorRef _director = Context.Parent;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<long, TaskCompletionSource> _injected = [];
    private long _lastInjected;
    private bool _isGone;
    private int _asked;

    /// <param name="node">Which one, for the director.</param>
    /// <param name="nodePath">Of the actor there that opens parts.</param>
    /// <param name="open">What it is asked.</param>
    /// <param name="link">Of the links to it.</param>
    public static Props Props(string node, string nodePath, OpenPart open, LinkSettings link) => Akka.Actor.Props.Create(() => new RemotePart(node, nodePath, open, link));

    protected override void PreStart()
    {
        base.PreStart();
        Open();
    }

    protected override void PostStop() => Unknown();

    protected override void OnTick()
    {
        if (!Peer.IsNobody() || _isGone) return;
        Open();
        if (++_asked == AsksBeforeWarning) _log.Warning("node {0} has a role of flow actors and does not answer; does it run a FlowNode?", node);
    }

    protected override void OnMessage(object message)
    {
        if (message is PartProtocol.Tell { Message: FlowProtocol.Inject inject } tell) Inject(tell.Run, inject);
        else if (!_isGone) Say(OrderCodec.Write(message));
    }

    protected override void OnFrame(ReadOnlySpan<byte> frame)
    {
        var report = PartReport.Parser.ParseFrom(frame);
        if (report.ReportCase == PartReport.ReportOneofCase.Taken)
        {
            if (_injected.Remove(report.Taken, out var taken)) taken.TrySetResult();
        }
        else if (ReportCodec.Read(report) is { } read)
        {
            _director.Tell(read, Self);
        }
        else
        {
            _log.Warning("a report of node {0} is not known here; it is of a newer version", node);
        }
    }

    // The director may have more for it before it hears of that; it ends it.
    protected override void OnGone()
    {
        _isGone = true;
        Unknown();
        _director.Tell(new PartProtocol.PartLost(node), Self);
    }

    private void Inject(long run, FlowProtocol.Inject inject)
    {
        try
        {
            if (_isGone) throw new FlowException(FlowErrorKind.Unavailable, $"node {node} is lost");
            Say(OrderCodec.Write(run, inject, _lastInjected + 1, open.MaxEventBytes));
            _injected.Add(++_lastInjected, inject.Taken);
        }
        catch (FlowException failure)
        {
            // It is told who sends it.
            inject.Taken.TrySetException(failure);
        }
    }

    private void Unknown()
    {
        foreach (var taken in _injected.Values) taken.TrySetException(new FlowException(FlowErrorKind.Unavailable, $"node {node} is lost; whether the event was handled is not known"));
        _injected.Clear();
    }

    private void Open() => Context.ActorSelection(nodePath).Tell(open, Self);
}
