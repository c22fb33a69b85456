using Actors.Services;

namespace Actors.Cli.Output;

/// <param name="Wanted">Instances, between <paramref name="Min"/> and <paramref name="Max"/>.</param>
/// <param name="Serving">Those of the wanted version that serve.</param>
/// <param name="Failing">No instance serves, and where one was tried it has failed.</param>
/// <param name="Labels">Roles that a node must have.</param>
/// <param name="Others">Those of other versions, and those that are too many.</param>
internal sealed record DeploymentDocument(
    string Service, string Version, string Revision, string Isolation, int Min, int Max, int Wanted, int Serving, int Others, bool Settled, string Problem, IReadOnlyList<InstanceDocument> Instances, IReadOnlyList<string> Labels, bool Failing)
{
    public static DeploymentDocument Of(DeploymentView view)
    {
        var serving = view.Instances.Count(instance => instance.Revision == view.Revision && instance.State == InstanceState.InstanceServing);
        var others = view.Instances.Count(instance => instance.Revision != view.Revision) + Math.Max(0, serving - view.WantedInstances);
        return new DeploymentDocument(
            view.Service,
            view.Version,
            Convert.ToHexStringLower(view.Revision.Span),
            Word(view.Isolation),
            view.MinInstances,
            view.MaxInstances,
            view.WantedInstances,
            serving,
            others,
            view.IsSettled,
            view.Problem,
            [.. view.Instances.Select(instance => new InstanceDocument(instance.Instance, instance.Version, instance.Node, Word(instance.State), instance.Reason, instance.Host, instance.Restarts))],
            view.Labels,
            view.IsFailing);
    }

    private static string Word(Isolation isolation) => isolation == Services.Isolation.Process ? "process" : "context";

    private static string Word(InstanceState state) => state switch
    {
        InstanceState.InstanceStarting => "starting",
        InstanceState.InstanceServing => "serving",
        InstanceState.InstanceStopping => "stopping",
        _ => "failed",
    };
}

internal sealed record InstanceDocument(string Instance, string Version, string Node, string State, string Reason, string Host, int Restarts);
