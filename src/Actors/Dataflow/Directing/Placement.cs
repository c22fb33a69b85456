namespace Actors.Dataflow.Directing;

/// <summary>A node that may run flow actors.</summary>
/// <param name="Id">Address and incarnation.</param>
/// <param name="Roles">What it announces.</param>
/// <param name="IsReachable">Whether it answers now.</param>
internal sealed record FlowNodeFacts(string Id, IReadOnlySet<string> Roles, bool IsReachable);

/// <summary>Chooses the node for an actor. Pure.</summary>
internal static class Placement
{
    /// <summary>The process of the director.</summary>
    public const string Local = "";

    /// <param name="role">Null: any, which is the director's own.</param>
    /// <param name="nodes">Those that are members and stay so; the director's own among them, if it is one, as <see cref="Local"/>.</param>
    /// <param name="actorsOn">How many actors of the flow a node has.</param>
    /// <returns>Null: there is none of that role.</returns>
    public static string? Choose(string? role, IEnumerable<FlowNodeFacts> nodes, Func<string, int> actorsOn) => role is null
        ? Local
        : nodes.Where(node => node.Roles.Contains(role)).OrderByDescending(node => node.IsReachable).ThenBy(node => actorsOn(node.Id)).ThenBy(node => node.Id, StringComparer.Ordinal).FirstOrDefault()?.Id;
}
