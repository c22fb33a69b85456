namespace Actors.Dataflow.Running;

/// <summary>What a module sees of what it runs in: a flow actor, or a test.</summary>
internal interface IFlowHost
{
    string Name { get; }

    IReadOnlyList<string> Inboxes { get; }

    IReadOnlyList<string> Outboxes { get; }

    TimeProvider Time { get; }

    FlowLog Log { get; }

    /// <param name="item">What is sent.</param>
    /// <param name="outbox">Null: all.</param>
    ValueTask SendAsync(FlowEvent item, string? outbox);

    ValueTask SendErrorAsync(FlowEvent item);

    FlowEvent NewEvent(object? data);

    object? Find(Type type);
}
