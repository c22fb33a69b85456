using Actors.Dataflow.Internal;
using Actors.Dataflow.Wire;
using Actors.Links;
using Akka.Actor;

namespace Actors.Dataflow.Nodes;

/// <summary>Stands for a part of a flow on another node: takes the director's orders there, and brings back what the part reports.</summary>
internal sealed class RemotePart(string node, string nodePath, OpenPart open, LinkSettings link) : PartLink(Orders, Reports, link)
{
    private readonly IActorRef _director = Context.Parent;
    private readonly Dictionary<long, TaskCompletionSource> _injected = [];
    private long _lastInjected;

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

    protected override void PostStop()
    {
        foreach (var taken in _injected.Values) taken.TrySetException(new FlowException(FlowErrorKind.Unavailable, $"node {node} is lost; whether the event was handled is not known"));
    }

    protected override void OnTick()
    {
        if (Peer.IsNobody()) Open();
    }

    protected override void OnMessage(object message)
    {
        if (message is PartProtocol.Tell { Message: FlowProtocol.Inject inject } tell)
        {
            _injected.Add(++_lastInjected, inject.Taken);
            Say(OrderCodec.Write(tell.Run, inject, _lastInjected));
        }
        else
        {
            Say(OrderCodec.Write(message));
        }
    }

    protected override void OnFrame(ReadOnlySpan<byte> frame)
    {
        var report = PartReport.Parser.ParseFrom(frame);
        if (report.ReportCase != PartReport.ReportOneofCase.Taken) _director.Tell(ReportCodec.Read(report), Self);
        else if (_injected.Remove(report.Taken, out var taken)) taken.TrySetResult();
    }

    protected override void OnGone()
    {
        _director.Tell(new PartProtocol.PartLost(node), Self);
        Context.Stop(Self);
    }

    private void Open() => Context.ActorSelection(nodePath).Tell(open, Self);
}
