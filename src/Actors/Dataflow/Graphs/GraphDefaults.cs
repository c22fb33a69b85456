using Actors.Dataflow.Modules;

namespace Actors.Dataflow.Graphs;

/// <summary>Adds what every flow has: edges for errors and for logs from each actor that has none of its own, so that neither is ever lost. They make no circles.</summary>
public static class GraphDefaults
{
    /// <summary>Names that begin so are the product's.</summary>
    public const char Reserved = '_';

    /// <summary>The actor that writes to the log of the process: all that the flow has no actor of its own for, and what these cannot do themselves.</summary>
    public const string LogActor = "_log";

    /// <param name="graph">As it was written.</param>
    /// <param name="log">What writes to the log of the process.</param>
    public static FlowGraph Complete(FlowGraph graph, ModuleSpec log)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var whole = graph.With(new FlowActorSpec(LogActor, log, new FlowActorOptions()));
        whole = Connect(whole, graph, EdgeKind.Errors, FlowEdge.ErrorOutbox, graph.ErrorActor ?? LogActor);
        return Connect(whole, graph, EdgeKind.Logs, FlowEdge.LogOutbox, graph.LogActor ?? LogActor);
    }

    private static FlowGraph Connect(FlowGraph whole, FlowGraph written, EdgeKind kind, string outbox, string target)
    {
        var beyond = Reachable(whole, target);
        foreach (var actor in written.Actors.Keys.Where(actor => !written.EdgesFrom(actor).Any(edge => edge.Kind == kind)))
        {
            var to = beyond.Contains(actor) ? LogActor : target;
            whole = whole.With(new FlowEdge(new FlowPort(actor, outbox), new FlowPort(to, InboxOf(whole, to))) { Kind = kind });
        }

        return whole;
    }

    private static HashSet<string> Reachable(FlowGraph graph, string first)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { first };
        var next = new Queue<string>([first]);
        while (next.TryDequeue(out var actor))
            foreach (var edge in graph.EdgesFrom(actor))
                if (reached.Add(edge.To.Actor)) next.Enqueue(edge.To.Actor);
        return reached;
    }

    private static string InboxOf(FlowGraph graph, string actor) =>
        graph.Actors.TryGetValue(actor, out var spec) && spec.Module.Type.Facts.Inboxes is [var first, ..] && first != FlowModuleAttribute.Any ? first.TrimEnd('?') : "inbox";
}
