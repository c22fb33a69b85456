using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Running;

/// <summary>What flow actors of one process say to each other and to their part of the flow; they never leave it: edges to other nodes have actors of their own.</summary>
/// <remarks>
/// <code>
/// part      -- Wire, Begin -->  actor            wired to whom, then started
/// actor     -- Deliver -->      next actor       events of one edge, in order, never more than its credit
/// actor     &lt;-- Credit --       next actor       room again
/// part      -- Drain -->        actor            make nothing new
/// actor     -- EdgeClosed -->   next actor       nothing more comes by this edge
/// part      &lt;-- Finished --     actor            all is handled, all outboxes are closed
/// </code>
/// At the end of a flow some of these find nobody any more, which is in order.
/// What an actor reports has the number of its run: an actor of the flow that is taken out and put in again runs anew, and the one before it may still be draining.
/// </remarks>
internal static class FlowProtocol
{
    /// <summary>Events of an edge, in order.</summary>
    public sealed record Deliver(long Edge, ArraySegment<FlowEvent> Events) : IDeadLetterSuppression;

    /// <summary>The receiver of an edge has room for so many more.</summary>
    public sealed record Credit(long Edge, int Events) : IDeadLetterSuppression;

    /// <summary>The sender of an edge has sent all that it will.</summary>
    public sealed record EdgeClosed(long Edge) : IDeadLetterSuppression;

    /// <summary>The receiver of an edge is another one from now on.</summary>
    /// <param name="Edge">Its number.</param>
    /// <param name="Settled">Events that the one before had seen to, as far as is known.</param>
    /// <param name="Lost">Events that it may have lost: they are not sent again, and their room is free.</param>
    public sealed record ReceiverChanged(long Edge, long Settled, int Lost) : IDeadLetterSuppression;

    /// <summary>The sender of an edge is another one from now on.</summary>
    public sealed record SenderChanged(long Edge) : IDeadLetterSuppression;

    /// <summary>The other end of an edge is lost, and there will be no other: what was on the edge is lost with it.</summary>
    public sealed record EdgeGone(long Edge) : IDeadLetterSuppression;

    /// <summary>Connects the actor to others, and cuts edges that are no more. Edges that stay keep what is under way on them.</summary>
    public sealed record Wire(ImmutableArray<InletSpec> Inlets, ImmutableArray<OutletSpec> Outlets, ImmutableArray<long> Cut) : IDeadLetterSuppression;

    /// <summary>What an edge may hold from now on.</summary>
    /// <param name="Edge">Its number.</param>
    /// <param name="Window">Events that may be under way or wait.</param>
    /// <param name="Ttl">Set: the edge closes a circle, and an event may pass it so often.</param>
    public sealed record SetLimits(long Edge, int Window, int? Ttl) : IDeadLetterSuppression;

    /// <summary>Starts the module.</summary>
    /// <param name="SourceEnded">It makes no events by its own any more: it did so before, elsewhere, and had ended.</param>
    public sealed record Begin(bool SourceEnded) : IDeadLetterSuppression;

    /// <summary>The module is made again, with other settings; what waits in the inboxes stays there.</summary>
    public sealed record Reload(FlowActorSpec Spec) : IDeadLetterSuppression;

    /// <summary>No new events by the actor's own; end when all that comes in has ended.</summary>
    public sealed record Drain : IDeadLetterSuppression;

    /// <summary>The module sends what it holds back: nothing moves any more, and what comes of it may.</summary>
    public sealed record FlushHeld : IDeadLetterSuppression;

    /// <summary>Edges that close a circle count as closed: the director has seen that nothing moves in it any more.</summary>
    public sealed record CloseCircle : IDeadLetterSuppression;

    /// <summary>An event from the program itself.</summary>
    public sealed record Inject(FlowEvent Item, string Inbox, TaskCompletionSource Taken) : IDeadLetterSuppression;

    public sealed record GetReport(long Round) : IDeadLetterSuppression;

    /// <summary>How an actor stands.</summary>
    /// <param name="Run">The number of its run.</param>
    /// <param name="Round">Of the question.</param>
    /// <param name="Statistics">What it has done so far.</param>
    /// <param name="SourceDone">It makes no events by its own, or not any more.</param>
    /// <param name="IsQuiet">Nothing waits, is handled, or has no room further on.</param>
    /// <param name="Sent">Events that went by each edge that is open, to who receives there now.</param>
    /// <param name="Received">Events that came by each edge that is open, from who sends there now.</param>
    public sealed record Report(long Run, long Round, FlowActorStatistics Statistics, bool SourceDone, bool IsQuiet, ImmutableArray<EdgeCount> Sent, ImmutableArray<EdgeCount> Received) : IAnswer, IDeadLetterSuppression;

    public readonly record struct EdgeCount(long Edge, long Events);

    public sealed record GetTrace(long Round, EventId Event) : IDeadLetterSuppression;

    public sealed record Traced(long Run, long Round, ImmutableArray<FlowStep> Steps) : IAnswer, IDeadLetterSuppression;

    /// <summary>The actor makes no events by its own any more.</summary>
    public sealed record SourceEnded(long Run) : IDeadLetterSuppression;

    public sealed record Finished(long Run) : IDeadLetterSuppression;

    /// <summary>The actor's policy is to end the flow when it fails.</summary>
    public sealed record FlowFailed(long Run, FlowError Error) : IDeadLetterSuppression;

    /// <summary>What an actor answers in a round of questions to all.</summary>
    public interface IAnswer
    {
        long Run { get; }

        long Round { get; }
    }
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
/// <param name="Confirms">Credit means that events have been handled, and what they were made of counts as handled only then.</param>
/// <param name="LeavesProcess">Events are handed over as bytes.</param>
internal sealed record OutletSpec(long Edge, string Outbox, EdgeKind Kind, int Window, IActorRef Target, int? Ttl, bool Confirms, bool LeavesProcess);
