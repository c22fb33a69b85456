namespace Actors.Dataflow.Graphs;

/// <summary>Finds the edges that close a circle: without them, every event would come to an end of the flow.</summary>
public static class GraphCircles
{
    /// <summary>The edges to actors that the walk from the first actors is in the middle of. An actor whose module does not relay ends every walk.</summary>
    public static IReadOnlySet<FlowEdge> ClosingEdges(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Closing(graph, edge => Relays(graph, edge.From.Actor, edge.Kind));
    }

    /// <summary>The edges of all circles.</summary>
    internal static IReadOnlySet<FlowEdge> CirclingEdges(FlowGraph graph)
    {
        var circling = new HashSet<FlowEdge>();
        var passed = graph.Edges.Where(edge => Relays(graph, edge.From.Actor, edge.Kind)).ToList();
        var (from, to) = (passed.ToLookup(edge => edge.From.Actor, edge => edge.To.Actor), passed.ToLookup(edge => edge.To.Actor, edge => edge.From.Actor));
        foreach (var closing in ClosingEdges(graph).Where(edge => !circling.Contains(edge)))
        {
            // Whoever is behind it and before it is in a circle with it.
            var (behind, before) = (Reached(closing.To.Actor, from), Reached(closing.From.Actor, to));
            circling.UnionWith(passed.Where(edge => behind.Contains(edge.From.Actor) && before.Contains(edge.To.Actor)));
            circling.Add(closing);
        }

        return circling;
    }

    /// <summary>The edges that lead back to where a picture begins, replies to a server among them.</summary>
    internal static IReadOnlySet<FlowEdge> LeadingBack(FlowGraph graph) => Closing(graph, _ => true);

    private static HashSet<string> Reached(string first, ILookup<string, string> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { first };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var actor))
            foreach (var other in next[actor])
                if (reached.Add(other)) open.Enqueue(other);
        return reached;
    }

    private static HashSet<FlowEdge> Closing(FlowGraph graph, Func<FlowEdge, bool> isPassed)
    {
        var edges = graph.Edges.Where(isPassed).ToLookup(edge => edge.From.Actor);
        var closing = new HashSet<FlowEdge>();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal); // false: on the way, true: done
        foreach (var actor in FirstOnes(graph))
            Walk(actor, edges, state, closing);
        return closing;
    }

    // From the sources first, so that the edge that people would call the one that leads back is the one that is found.
    private static IEnumerable<string> FirstOnes(FlowGraph graph)
    {
        var reached = graph.Edges.Select(edge => edge.To.Actor).ToHashSet(StringComparer.Ordinal);
        return graph.Actors.Keys.OrderBy(reached.Contains).ThenBy(actor => Relays(graph, actor, EdgeKind.Events));
    }

    // Errors and log lines can come of what comes in, whatever the module.
    private static bool Relays(FlowGraph graph, string actor, EdgeKind kind) =>
        kind != EdgeKind.Events || !graph.Actors.TryGetValue(actor, out var spec) || spec.Module.Type.Facts.Relays;

    // An explicit stack: a flow may be long.
    private static void Walk(string first, ILookup<string, FlowEdge> edges, Dictionary<string, bool> state, HashSet<FlowEdge> closing)
    {
        if (!state.TryAdd(first, false)) return;
        var path = new Stack<(string Actor, IEnumerator<FlowEdge> Edges)>();
        path.Push((first, edges[first].GetEnumerator()));
        while (path.TryPeek(out var top))
        {
            if (!top.Edges.MoveNext())
            {
                state[top.Actor] = true;
                path.Pop();
                continue;
            }

            var edge = top.Edges.Current;
            if (state.TryGetValue(edge.To.Actor, out var isDone))
            {
                if (!isDone) closing.Add(edge);
                continue;
            }

            state[edge.To.Actor] = false;
            path.Push((edge.To.Actor, edges[edge.To.Actor].GetEnumerator()));
        }
    }
}
