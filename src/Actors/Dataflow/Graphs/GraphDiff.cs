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
            [.. to.Actors.Values.Where(spec => !Stays(spec.Name))],
            [.. from.Actors.Keys.Where(name => !Stays(name))],
            [.. to.Actors.Values.Where(spec => Stays(spec.Name) && from.Actors[spec.Name] != spec)],
            [.. to.Edges.Where(edge => !before.Contains(edge) || !BothStay(edge))],
            [.. from.Edges.Where(edge => !after.Contains(edge) || !BothStay(edge))]);

        // One that is to run elsewhere, or to get its events in another way, is another one: the old one drains as it is.
        bool Stays(string name) => from.Actors.TryGetValue(name, out var known) && to.Actors.TryGetValue(name, out var wanted) && (known.Options.Role, known.Options.Delivery) == (wanted.Options.Role, wanted.Options.Delivery);

        bool BothStay(FlowEdge edge) => Stays(edge.From.Actor) && Stays(edge.To.Actor);
    }
}
