using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Drawing;

/// <summary>The names of ports that a picture has to tell: those that do not follow from the modules by themselves.</summary>
internal static class EdgeText
{
    /// <summary>The outbox of an edge; empty if there is only one it could be.</summary>
    public static string Outbox(FlowGraph graph, FlowEdge edge) =>
        edge.Kind != EdgeKind.Events || Facts(graph, edge.From.Actor) is { } facts && PortNames.Outbox(facts, edge.To.Actor) == edge.From.Port ? "" : edge.From.Port;

    /// <summary>The inbox of an edge; empty if there is only one it could be.</summary>
    public static string Inbox(FlowGraph graph, FlowEdge edge) =>
        edge.Kind != EdgeKind.Events || Facts(graph, edge.To.Actor) is { } facts && PortNames.Inbox(facts, edge.From.Actor) == edge.To.Port ? "" : edge.To.Port;

    private static FlowModuleAttribute? Facts(FlowGraph graph, string actor) => graph.Actors.GetValueOrDefault(actor)?.Module.Type.Facts;
}
