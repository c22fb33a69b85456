using Actors.Dataflow;
using Actors.Dataflow.Files;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Testing;

namespace Actors.Cli.Output;

// The documents of actors flow. Fields may be added, not changed.

internal sealed record FlowCheckDocument(string File, string Flow, int Actors, int Edges, IReadOnlyList<string> Problems);

internal sealed record FlowModuleDocument(string Module, string Summary, IReadOnlyList<string> Inboxes, IReadOnlyList<string> Outboxes, string Accepts, string Emits, IReadOnlyList<FlowSettingDocument> Settings)
{
    public static FlowModuleDocument Of(ModuleType module) => new(
        module.Name, module.Facts.Summary, module.Facts.Inboxes, module.Facts.Outboxes, module.Facts.Accepts.ToString().ToLowerInvariant(), module.Facts.Emits.ToString().ToLowerInvariant(),
        [.. SettingKey.Of(module).Select(setting => new FlowSettingDocument(setting.Key, setting.Expected, setting.Default, setting.IsRequired))]);
}

internal sealed record FlowSettingDocument(string Key, string Expected, string Default, bool Required);

internal sealed record FlowTestDocument(string File, string Test, bool Passed, IReadOnlyList<string> Differences, double Seconds)
{
    public static FlowTestDocument Of(string file, FlowTestResult result) => new(file, result.Name, result.Passed, result.Differences, Math.Round(result.Elapsed.TotalSeconds, 3));
}

internal sealed record FlowActorDocument(string Actor, string State, long Handled, long Failed, long Rescued, long Dropped, long Restarts, int Running, IReadOnlyList<FlowQueueDocument> Queues, IReadOnlyList<FlowEdgeDocument> Edges)
{
    public static FlowActorDocument Of(FlowActorStatistics actor) => new(
        actor.Actor, actor.State.ToString().ToLowerInvariant(), actor.Handled, actor.Failed, actor.Rescued, actor.Dropped, actor.Restarts, actor.Running,
        [.. actor.Inboxes.Select(inbox => new FlowQueueDocument(inbox.Inbox, inbox.In, inbox.Out, inbox.Waiting))],
        [.. actor.Outboxes.Select(outbox => new FlowEdgeDocument(outbox.Outbox, outbox.Sent, outbox.Waiting, outbox.Credit, outbox.Lost))])
    {
        Node = actor.Node,
        Failure = actor.Failure,
    };

    /// <summary>Where it runs; none: in the process of the flow.</summary>
    public string? Node { get; init; }

    /// <summary>Why it cannot be started; none: it can.</summary>
    public string? Failure { get; init; }
}

/// <param name="Inbox">Its name.</param>
/// <param name="In">Events that have come.</param>
/// <param name="Out">Events that were taken out.</param>
/// <param name="Waiting">Events in it.</param>
internal sealed record FlowQueueDocument(string Inbox, long In, long Out, int Waiting);

/// <param name="Outbox">Its name.</param>
/// <param name="Sent">Events that have gone.</param>
/// <param name="Waiting">Events that wait for room: back-pressure.</param>
/// <param name="Credit">Events that there is room for.</param>
/// <param name="Lost">Events that a lost node may not have handled.</param>
internal sealed record FlowEdgeDocument(string Outbox, long Sent, int Waiting, int Credit, long Lost);

internal sealed record FlowTopDocument(string Flow, string File, int Pid, string Started, IReadOnlyList<FlowActorDocument> Actors);

internal sealed record FlowStepDocument(string Time, string Actor, string What, string Port)
{
    public static FlowStepDocument Of(FlowStep step) => new(step.Time.ToString("O"), step.Actor, step.What, step.Port);
}
