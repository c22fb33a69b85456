using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Akka.Actor;

namespace Actors.Dataflow.Internal;

/// <summary>What flow actors of one process say to each other and to their director; they never leave it: edges to other nodes have actors of their own.</summary>
/// <remarks>
/// <code>
/// director  -- Wire, Begin -->  actor            wired to whom, then started
/// actor     -- Deliver -->      next actor       events of one edge, in order, never more than its credit
/// actor     &lt;-- Credit --       next actor       room again
/// director  -- Drain -->        actor            make nothing new
/// actor     -- EdgeClosed -->   next actor       nothing more comes by this edge
/// director  &lt;-- Finished --     actor            all is handled, all outboxes are closed
/// </code>
/// </remarks>
internal static class FlowProtocol
{
    /// <summary>Events of an edge, in order.</summary>
    public sealed record Deliver(long Edge, ArraySegment<FlowEvent> Events);

    /// <summary>The receiver of an edge has room for so many more.</summary>
    public sealed record Credit(long Edge, int Events);

    /// <summary>The sender of an edge has sent all that it will.</summary>
    public sealed record EdgeClosed(long Edge);

    /// <summary>Connects the actor to others, and cuts edges that are no more. Edges that stay keep what is under way on them.</summary>
    public sealed record Wire(ImmutableArray<InletSpec> Inlets, ImmutableArray<OutletSpec> Outlets, ImmutableArray<long> Cut);

    /// <summary>The edge closes a circle, which an event may pass so often; null: it does not any more.</summary>
    public sealed record SetTtl(long Edge, int? Ttl);

    public sealed record Begin;

    /// <summary>The module is made again, with other settings; what waits in the inboxes stays there.</summary>
    public sealed record Reload(FlowActorSpec Spec);

    /// <summary>No new events by the actor's own; end when all that comes in has ended.</summary>
    public sealed record Drain;

    /// <summary>The module sends what it holds back: nothing moves any more, and what comes of it may.</summary>
    public sealed record FlushHeld;

    /// <summary>Edges that close a circle count as closed: the director has seen that nothing moves in it any more.</summary>
    public sealed record CloseCircle;

    /// <summary>An event from the program itself.</summary>
    public sealed record Inject(FlowEvent Item, string Inbox, TaskCompletionSource Taken);

    public sealed record GetReport;

    /// <summary>How an actor stands.</summary>
    /// <param name="Statistics">What it has done so far.</param>
    /// <param name="SourceDone">It makes no events by its own, or not any more.</param>
    /// <param name="IsQuiet">Nothing waits, is handled, or has no room further on.</param>
    /// <param name="Sent">Events that went by edges that are open.</param>
    /// <param name="Received">Events that came by edges that are open.</param>
    public sealed record Report(FlowActorStatistics Statistics, bool SourceDone, bool IsQuiet, long Sent, long Received);

    public sealed record GetTrace(EventId Event);

    public sealed record Traced(ImmutableArray<FlowStep> Steps);

    /// <summary>The actor makes no events by its own any more.</summary>
    public sealed record SourceEnded(string Actor);

    public sealed record Finished(string Actor);

    /// <summary>The actor's policy is to end the flow when it fails.</summary>
    public sealed record FlowFailed(string Actor, FlowError Error);
}

/// <param name="Edge">Its number.</param>
/// <param name="Inbox">The inbox that it ends in.</param>
/// <param name="Window">Events that may be under way or wait.</param>
/// <param name="Source">Who gets the credit.</param>
/// <param name="ClosesCircle">Whether the edge closes a circle.</param>
/// <param name="CreditWhenHandled">Credit comes back when an event has been handled, not when it is taken out of the queue.</param>
internal sealed record InletSpec(long Edge, string Inbox, int Window, IActorRef Source, bool ClosesCircle, bool CreditWhenHandled);

/// <param name="Edge">Its number.</param>
/// <param name="Outbox">The outbox that it begins in.</param>
/// <param name="Kind">What travels along it.</param>
/// <param name="Window">The credit that it begins with.</param>
/// <param name="Target">Who gets the events.</param>
/// <param name="Ttl">Set: the edge closes a circle, and an event may pass it so often.</param>
internal sealed record OutletSpec(long Edge, string Outbox, EdgeKind Kind, int Window, IActorRef Target, int? Ttl);
