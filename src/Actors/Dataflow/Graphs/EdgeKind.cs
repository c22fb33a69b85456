namespace Actors.Dataflow.Graphs;

/// <summary>What travels along an edge.</summary>
public enum EdgeKind
{
    Events,
    Errors,
    Logs,
}
