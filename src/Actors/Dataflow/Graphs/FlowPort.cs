namespace Actors.Dataflow.Graphs;

/// <summary>One end of an edge: a flow actor and the name of its inbox or outbox.</summary>
public sealed record FlowPort(string Actor, string Port)
{
    public override string ToString() => $"{Actor}.{Port}";
}
