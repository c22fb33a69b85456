using System.Collections.Immutable;
using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Drawing;

/// <summary>What a picture says of an actor, beside its name.</summary>
internal static class BoxText
{
    /// <summary>Small lines below the name: its module and, if that is not the director's process, where it runs.</summary>
    public static ImmutableArray<string> Below(FlowActorSpec actor)
    {
        var module = actor.Module.Type.Name;
        return actor.Options.Role is { } role ? [module, $"on {role}"] : [module];
    }
}
