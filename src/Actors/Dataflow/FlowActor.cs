using Actors.Dataflow.Graphs;

namespace Actors.Dataflow;

/// <summary>An actor of a flow, for wiring: <c>director.Connect(left, right)</c>, or one of its ports, <c>director.Connect(router["big"], printer)</c>.</summary>
public sealed class FlowActor
{
    internal FlowActor(Director director, string name) => (Director, Name) = (director, name);

    public string Name { get; }

    internal Director Director { get; }

    /// <summary>A port by its name: an outbox where an edge begins, an inbox where it ends.</summary>
    public FlowActorPort this[string port] => new(this, port);

    public static implicit operator FlowActorPort(FlowActor actor) => ToFlowActorPort(actor);

    public static FlowActorPort ToFlowActorPort(FlowActor actor) => new(actor, null);

    public override string ToString() => Name;
}

/// <summary>An actor with one of its ports; without one, the port follows from the module and from who is at the other end.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Port">Null: the usual one.</param>
public sealed record FlowActorPort(FlowActor Actor, string? Port)
{
    internal FlowPort AsOutbox(string other) => new(Actor.Name, Port ?? PortNames.Outbox(Facts, other));

    internal FlowPort AsInbox(string other) => new(Actor.Name, Port ?? PortNames.Inbox(Facts, other));

    private FlowModuleAttribute Facts => Actor.Director.Graph.Actors[Actor.Name].Module.Type.Facts;
}
