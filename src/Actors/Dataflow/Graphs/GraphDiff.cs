using System.Collections.Immutable;

namespace Actors.Dataflow.Graphs;

/// <summary>What has to be done to make one flow out of another.</summary>
/// <param name="Added">Actors to start.</param>
/// <param name="Removed">Actors to drain and end.</param>
/// <param name="Changed">Actors whose module is made again with other settings; their queues stay.</param>
/// <param name="NewEdges">Edges to make.</param>
/// <param name="CutEdges">Edges to end when what is on them has arrived.</param>
public sealed record GraphChange(
    ImmutableArray<FlowActorSpec> Added, ImmutableArray<string> Removed, ImmutableArray<FlowActorSpec> Changed, ImmutableArray<FlowEdge> NewEdges, ImmutableArray<FlowEdge> CutEdges)
{
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty && NewEdges.IsEmpty && CutEdges.IsEmpty;
}

/// <summary>Compares flows.</summary>
public static class GraphDiff
{
    public static GraphChange Between(FlowGraph from, FlowGraph to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (before, after) = (from.Edges.ToHashSet(), to.Edges.ToHashSet());
        return new GraphChange(
            [.. to.Actors.Values.Where(spec => !from.Actors.ContainsKey(spec.Name))],
            [.. from.Actors.Keys.Where(name => !to.Actors.ContainsKey(name))],
            [.. to.Actors.Values.Where(spec => from.Actors.TryGetValue(spec.Name, out var known) && known != spec)],
            [.. to.Edges.Where(edge => !before.Contains(edge))],
            [.. from.Edges.Where(edge => !after.Contains(edge))]);
    }
}
