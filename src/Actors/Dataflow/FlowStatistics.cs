using System.Collections.Immutable;

namespace Actors.Dataflow;

/// <summary>What an actor of a flow has done so far.</summary>
/// <param name="Actor">Its name.</param>
/// <param name="State">How its module stands.</param>
/// <param name="Inboxes">Its queues.</param>
/// <param name="Outboxes">Its edges to others.</param>
public sealed record FlowActorStatistics(string Actor, FlowActorState State, ImmutableArray<InboxStatistics> Inboxes, ImmutableArray<OutboxStatistics> Outboxes)
{
    /// <summary>Where it runs, as address and incarnation; null: in the process of the director.</summary>
    public string? Node { get; init; }

    /// <summary>Events that are being handled.</summary>
    public int Running { get; init; }

    /// <summary>Events that were handled, failed ones among them.</summary>
    public long Handled { get; init; }

    /// <summary>Events that failed, and failures of the module without an event.</summary>
    public long Failed { get; init; }

    /// <summary>Failed attempts that were followed by another one.</summary>
    public long Rescued { get; init; }

    /// <summary>Events that had no connected outbox to go to, or that a hook dropped.</summary>
    public long Dropped { get; init; }

    /// <summary>Log lines that there was no room for.</summary>
    public long DroppedLogs { get; init; }

    /// <summary>How often the module was made again.</summary>
    public long Restarts { get; init; }

    /// <summary>Why the module could not be started when that was tried last; null: it could.</summary>
    public string? Failure { get; init; }
}

/// <param name="Inbox">Its name.</param>
/// <param name="In">Events that have come.</param>
/// <param name="Out">Events that were taken to be handled.</param>
/// <param name="Waiting">Events in the queue.</param>
public sealed record InboxStatistics(string Inbox, long In, long Out, int Waiting);

/// <param name="Outbox">Its name.</param>
/// <param name="Edge">The number of the edge.</param>
/// <param name="Sent">Events that have gone.</param>
/// <param name="Waiting">Events that there is no room for at the other end: above zero is back-pressure.</param>
/// <param name="Credit">Events that there is room for.</param>
public sealed record OutboxStatistics(string Outbox, long Edge, long Sent, int Waiting, int Credit)
{
    /// <summary>Events that a lost node may not have handled.</summary>
    public long Lost { get; init; }
}

/// <summary>How the module of a flow actor stands.</summary>
public enum FlowActorState
{
    /// <summary>There is no node with its role.</summary>
    Waiting,
    Starting,
    Running,

    /// <summary>It could not be started, and is tried again; what comes in waits.</summary>
    Failing,

    /// <summary>The flow is being stopped, and it still has events.</summary>
    Draining,
    Finished,
}

/// <summary>One thing that happened to an event.</summary>
/// <param name="Time">When.</param>
/// <param name="Actor">Where.</param>
/// <param name="What">What: <c>in</c>, <c>handled</c>, <c>out</c>, <c>error</c>, <c>rescue</c> or <c>dropped</c>.</param>
/// <param name="Port">The inbox or outbox; empty: none in particular.</param>
public sealed record FlowStep(DateTimeOffset Time, string Actor, string What, string Port);
