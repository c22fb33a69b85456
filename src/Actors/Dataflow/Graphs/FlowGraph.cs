using System.Collections.Immutable;

namespace Actors.Dataflow.Graphs;

/// <summary>A flow as a value: its actors and what connects them. Building, checking, drawing and comparing it start nothing.</summary>
public sealed record FlowGraph
{
    public string Name { get; init; } = "flow";

    public ImmutableSortedDictionary<string, FlowActorSpec> Actors { get; init; } = ImmutableSortedDictionary.Create<string, FlowActorSpec>(StringComparer.Ordinal);

    /// <summary>In the order in which they were made.</summary>
    public ImmutableArray<FlowEdge> Edges { get; init; } = [];

    /// <summary>How often an event may pass an edge that closes a circle. Null: there must be no circle.</summary>
    public int? Ttl { get; init; }

    /// <summary>The actor that gets what failed where no error edge is; null: one that writes to the log of the process.</summary>
    public string? ErrorActor { get; init; }

    /// <summary>The same for what is logged.</summary>
    public string? LogActor { get; init; }

    /// <summary>This graph and one more actor.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public FlowGraph With(FlowActorSpec actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Actors.ContainsKey(actor.Name)
            ? throw new ArgumentException($"There is an actor {actor.Name} in the flow already.", nameof(actor))
            : this with { Actors = Actors.Add(actor.Name, actor) };
    }

    /// <summary>This graph and one more edge.</summary>
    /// <exception cref="ArgumentException">These two ports are connected already.</exception>
    public FlowGraph With(FlowEdge edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return Edges.Any(known => known.From == edge.From && known.To == edge.To && known.Kind == edge.Kind)
            ? throw new ArgumentException($"{edge} is there already.", nameof(edge))
            : this with { Edges = Edges.Add(edge) };
    }

    /// <summary>This graph without an actor and its edges.</summary>
    public FlowGraph Without(string actor) => this with { Actors = Actors.Remove(actor), Edges = Edges.RemoveAll(edge => edge.From.Actor == actor || edge.To.Actor == actor) };

    public IEnumerable<FlowEdge> EdgesFrom(string actor) => Edges.Where(edge => edge.From.Actor == actor);

    public IEnumerable<FlowEdge> EdgesTo(string actor) => Edges.Where(edge => edge.To.Actor == actor);
}
