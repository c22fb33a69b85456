namespace Actors.Dataflow.Modules.Routing;

/// <summary>Sends each event to one outbox, in turn.</summary>
[FlowModule("round-robin", "Sends each event to one of the outboxes, in turn.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class RoundRobinModule : FlowModule
{
    private int _last = -1;

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (Outboxes.Count == 0) return ValueTask.CompletedTask;
        _last = (_last + 1) % Outboxes.Count;
        return SendAsync(item, Outboxes[_last]);
    }
}
