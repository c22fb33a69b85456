namespace Actors.Dataflow.Modules.Sinks;

/// <summary>Lets events end. It is the origin's <c>Null</c>, by a name that HOCON does not read as nothing.</summary>
[FlowModule("discard", "Lets events end here.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [])]
public sealed class DiscardModule : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => ValueTask.CompletedTask;
}
