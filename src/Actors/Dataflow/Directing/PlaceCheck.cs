using Actors.Client;
using Actors.Dataflow.Graphs;
using Akka.Actor;

namespace Actors.Dataflow.Directing;

/// <summary>Whether each actor of a flow has what it needs where it is to run.</summary>
internal static class PlaceCheck
{
    /// <param name="graph">The flow.</param>
    /// <param name="services">What the program gives to modules.</param>
    /// <param name="system">The director's actor system; null: one of its own, without a cluster.</param>
    public static IEnumerable<FlowProblem> Problems(FlowGraph graph, IReadOnlyCollection<Type> services, ActorSystem? system) =>
        graph.Actors.Values.SelectMany(actor => (actor.Options.Role is null ? Here(actor, services) : Elsewhere(actor, system)).Select(problem => new FlowProblem($"{actor.Name}: {problem}", actor.Place)));

    private static IEnumerable<string> Here(FlowActorSpec actor, IReadOnlyCollection<Type> services) => actor.Module.Type.Facts.Needs.Where(need => !services.Contains(need))
        .Select(need => $"a {actor.Module.Type.Name} needs a {need.Name}; give one to the director: director.Use(...)");

    private static IEnumerable<string> Elsewhere(FlowActorSpec actor, ActorSystem? system)
    {
        var role = $"role is {actor.Options.Role}";
        if (system is null || system.Settings.Config.GetString("akka.actor.provider") != "cluster")
            yield return $"{role}, and the director's actor system is no member of a cluster; give it that of ComputeCloud.JoinAsync(...), or remove role";
        if (actor.Module.Text is null) yield return $"{role}, and a {actor.Module.Type.Name} has a function or an object of this process, which cannot run elsewhere; make a module of it, or remove role";
        if (actor.Options.Before is not null || actor.Options.After is not null) yield return $"{role}, and its hooks (Before, After) are functions of this process, which cannot run elsewhere; remove them, or role";
        foreach (var need in actor.Module.Type.Facts.Needs.Where(need => need != typeof(ComputeCloud))) yield return $"{role}, and a {actor.Module.Type.Name} needs a {need.Name}, which only this process has; remove role";
    }
}
