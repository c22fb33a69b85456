namespace Actors.Dataflow.Graphs;

/// <summary>What travels along an edge.</summary>
public enum EdgeKind
{
    Events,
    Errors,
    Logs,
}

/// <summary>What an edge between two nodes promises; within a process every event arrives once.</summary>
public enum EdgeDelivery
{
    /// <summary>In order; what was under way when a node is lost is lost with it.</summary>
    AtMostOnce,

    /// <summary>Sent again until it has been handled; after the loss of a node some may be handled twice.</summary>
    Acknowledged,
}
