using Actors.Dataflow.Data;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;

namespace Actors.Dataflow.Nodes;

/// <summary>What a part reports to the director, as messages of flows.proto.</summary>
internal static class ReportCodec
{
    public static PartReport Write(object report) => report switch
    {
        FlowProtocol.SourceEnded ended => new PartReport { Run = ended.Run, SourceEnded = true },
        FlowProtocol.Finished finished => new PartReport { Run = finished.Run, Finished = true },
        FlowProtocol.FlowFailed failed => new PartReport { Run = failed.Run, Failed = EventCodec.Write(failed.Error) },
        FlowProtocol.Report standing => new PartReport { Run = standing.Run, Standing = Write(standing) },
        FlowProtocol.Traced traced => new PartReport { Run = traced.Run, Traced = Write(traced) },
        PartProtocol.RunLost lost => new PartReport { Run = lost.Run, RunLost = true },
        PartProtocol.EdgeEnded ended => new PartReport { EdgeEnded = ended.Edge },
        _ => throw new ArgumentException($"{report.GetType()} is no report.", nameof(report)),
    };

    /// <returns>Null: the node is of a newer version, and reports what is not known here.</returns>
    public static object? Read(PartReport report) => report.ReportCase switch
    {
        PartReport.ReportOneofCase.SourceEnded => new FlowProtocol.SourceEnded(report.Run),
        PartReport.ReportOneofCase.Finished => new FlowProtocol.Finished(report.Run),
        PartReport.ReportOneofCase.Failed => new FlowProtocol.FlowFailed(report.Run, EventCodec.Read(report.Failed)),
        PartReport.ReportOneofCase.Standing => Read(report.Run, report.Standing),
        PartReport.ReportOneofCase.Traced => Read(report.Run, report.Traced),
        PartReport.ReportOneofCase.RunLost => new PartProtocol.RunLost(report.Run),
        PartReport.ReportOneofCase.EdgeEnded => new PartProtocol.EdgeEnded(report.EdgeEnded),
        _ => null,
    };

    private static StandingMessage Write(FlowProtocol.Report report)
    {
        var facts = report.Statistics;
        var message = new StandingMessage
        {
            Round = report.Round,
            SourceDone = report.SourceDone,
            IsQuiet = report.IsQuiet,
            Sent = { report.Sent.Select(Write) },
            Received = { report.Received.Select(Write) },
            Actor = facts.Actor,
            State = (int)facts.State,
            Running = facts.Running,
            Handled = facts.Handled,
            Failed = facts.Failed,
            Rescued = facts.Rescued,
            Dropped = facts.Dropped,
            DroppedLogs = facts.DroppedLogs,
            Restarts = facts.Restarts,
            Inboxes = { facts.Inboxes.Select(inbox => new InboxStanding { Inbox = inbox.Inbox, In = inbox.In, Out = inbox.Out, Waiting = inbox.Waiting }) },
            Outboxes =
            {
                facts.Outboxes.Select(outbox => new OutboxStanding { Outbox = outbox.Outbox, Edge = outbox.Edge, Sent = outbox.Sent, Waiting = outbox.Waiting, Credit = outbox.Credit, Lost = outbox.Lost }),
            },
        };
        if (facts.Failure is { } failure) message.Failure = failure;
        return message;
    }

    private static FlowProtocol.Report Read(long run, StandingMessage standing)
    {
        var facts = new FlowActorStatistics(
            standing.Actor,
            (FlowActorState)standing.State,
            [.. standing.Inboxes.Select(inbox => new InboxStatistics(inbox.Inbox, inbox.In, inbox.Out, inbox.Waiting))],
            [.. standing.Outboxes.Select(outbox => new OutboxStatistics(outbox.Outbox, outbox.Edge, outbox.Sent, outbox.Waiting, outbox.Credit) { Lost = outbox.Lost })])
        {
            Running = standing.Running,
            Handled = standing.Handled,
            Failed = standing.Failed,
            Rescued = standing.Rescued,
            Dropped = standing.Dropped,
            DroppedLogs = standing.DroppedLogs,
            Restarts = standing.Restarts,
            Failure = standing.HasFailure ? standing.Failure : null,
        };
        return new FlowProtocol.Report(run, standing.Round, facts, standing.SourceDone, standing.IsQuiet, [.. standing.Sent.Select(Read)], [.. standing.Received.Select(Read)]);
    }

    private static EdgeCount Write(FlowProtocol.EdgeCount count) => new() { Edge = count.Edge, Events = count.Events };

    private static FlowProtocol.EdgeCount Read(EdgeCount count) => new(count.Edge, count.Events);

    private static TracedMessage Write(FlowProtocol.Traced traced) => new()
    {
        Round = traced.Round,
        Steps = { traced.Steps.Select(step => new StepMessage { Time = step.Time.UtcTicks, Actor = step.Actor, What = step.What, Port = step.Port }) },
    };

    private static FlowProtocol.Traced Read(long run, TracedMessage message) =>
        new(run, message.Round, [.. message.Steps.Select(step => new FlowStep(new DateTimeOffset(step.Time, TimeSpan.Zero), step.Actor, step.What, step.Port))]);
}
