namespace Actors.Dataflow.Modules.Routing;

/// <summary>Brings events of several inboxes together.</summary>
[FlowModule("funnel", "Brings events of several inboxes together.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class FunnelModule : FlowModule;
