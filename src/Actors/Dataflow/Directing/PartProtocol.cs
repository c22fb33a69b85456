using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Running;

namespace Actors.Dataflow.Directing;

/// <summary>What the director of a flow orders its parts to do. A part is what of the flow runs on one node; all is named by numbers, so that the part may be on any node.</summary>
/// <remarks>A part passes on what its actors report (<see cref="FlowProtocol"/>), and says when one of them is lost.</remarks>
internal static class PartProtocol
{
    /// <summary>Makes an actor; it is wired and begins later.</summary>
    public sealed record Start(long Run, FlowActorSpec Spec);

    /// <summary>Connects an actor to others, and cuts edges that are no more.</summary>
    public sealed record Connect(long Run, ImmutableArray<InletPlan> Inlets, ImmutableArray<OutletPlan> Outlets, ImmutableArray<long> Cut);

    /// <summary>An edge that comes from elsewhere has another sender from now on.</summary>
    public sealed record ChangeSender(long Edge, FarEnd From);

    /// <summary>An edge from elsewhere is no more part of the flow; what is on it still arrives.</summary>
    public sealed record Forget(long Edge);

    /// <summary>The other end of an edge to or from elsewhere is gone, and there will be no other: what was on the edge is lost with it.</summary>
    public sealed record EdgeGone(long Run, long Edge);

    /// <summary>To one of its actors: a message of <see cref="FlowProtocol"/>.</summary>
    public sealed record Tell(long Run, object Message);

    /// <summary>Ends an actor that has finished.</summary>
    public sealed record Stop(long Run);

    /// <summary>From the part that receives: all that was on an edge that is no more has arrived.</summary>
    public sealed record EdgeEnded(long Edge);

    /// <summary>From the part: an actor was stopped by a failure in itself, not in its module.</summary>
    public sealed record RunLost(long Run);

    /// <summary>From the part on another node: it is gone, with all of its actors.</summary>
    public sealed record PartLost(string Node);
}

/// <summary>One end of an edge to or from another part: where its actor is, and the number of the link. The link with the highest number is the one that counts.</summary>
/// <param name="Path">Of the actor that sends; null: there is none yet.</param>
/// <param name="Link">The number.</param>
internal sealed record FarEnd(string? Path, long Link);

/// <param name="Edge">Its number.</param>
/// <param name="Inbox">The inbox that it ends in.</param>
/// <param name="Window">Events that may be under way or wait.</param>
/// <param name="ClosesCircle">Whether the edge closes a circle.</param>
/// <param name="CreditWhenHandled">Credit comes back when an event has been handled, not when it is taken out of the queue.</param>
/// <param name="Sender">The run that sends, in the same part; 0: it is elsewhere.</param>
/// <param name="From">Where the sender is, if it is elsewhere.</param>
internal sealed record InletPlan(long Edge, string Inbox, int Window, bool ClosesCircle, bool CreditWhenHandled, long Sender, FarEnd? From);

/// <param name="Edge">Its number.</param>
/// <param name="Outbox">The outbox that it begins in.</param>
/// <param name="Kind">What travels along it.</param>
/// <param name="Window">The credit that it begins with.</param>
/// <param name="Ttl">Set: the edge closes a circle, and an event may pass it so often.</param>
/// <param name="Receiver">The run that receives, in the same part; 0: it is elsewhere.</param>
/// <param name="KeepsUntilHandled">An event for elsewhere is kept until it has been handled there, and sent again if the receiver is lost.</param>
/// <param name="Confirms">What an event was made of counts as handled only when the event has been handled.</param>
internal sealed record OutletPlan(long Edge, string Outbox, EdgeKind Kind, int Window, int? Ttl, long Receiver, bool KeepsUntilHandled, bool Confirms);
