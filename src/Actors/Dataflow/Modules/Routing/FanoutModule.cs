namespace Actors.Dataflow.Modules.Routing;

/// <summary>Copies each event to all outboxes, as every actor does unless it says otherwise.</summary>
[FlowModule("fanout", "Copies each event to all outboxes.", Outboxes = [FlowModuleAttribute.Any])]
public sealed class FanoutModule : FlowModule;
