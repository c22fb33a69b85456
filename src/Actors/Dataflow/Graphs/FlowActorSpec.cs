using Actors.Dataflow.Modules;

namespace Actors.Dataflow.Graphs;

/// <summary>One flow actor as a value: its name, what it does and how it runs.</summary>
/// <param name="Name">Unique in its flow; letters, digits, hyphens and underscores.</param>
/// <param name="Module">What it does.</param>
/// <param name="Options">How it runs.</param>
public sealed record FlowActorSpec(string Name, ModuleSpec Module, FlowActorOptions Options)
{
    /// <summary>Where it was written; null in programs.</summary>
    public FlowPlace? Place { get; init; }
}
