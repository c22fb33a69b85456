using Actors.Services.Deployment.Planning;
using Actors.Services.Internal;

namespace Actors.Services.Deployment.Control;

/// <summary>The deployments of brokers; a part has an instance.</summary>
internal sealed class DeploymentPages : Pages<DeploymentView>
{
    public static readonly DeploymentPages Instance = new();

    public static DeploymentsListed Answer(ListDeployments asked, Page<DeploymentView> page, bool isPartial = false) =>
        new() { RequestId = asked.RequestId, Partial = isPartial, Next = page.Next, Deployments = { page.Views } };

    public static Page<DeploymentView> Of(DeploymentsListed listed) => new(listed.Deployments, listed.Next);

    /// <summary>For a message of one alone: with as many of its instances as fit.</summary>
    public static DeploymentView Fit(DeploymentView view)
    {
        var bytes = 0;
        var most = view.Instances.TakeWhile(instance => (bytes += Batches.SizeOf(instance)) <= Batches.MaxBytes).Count();
        while (view.Instances.Count > most)
            view.Instances.RemoveAt(view.Instances.Count - 1);
        return view;
    }

    protected override string NameOf(DeploymentView view) => view.Service;

    protected override IEnumerable<(string Key, DeploymentView Part)> Split(DeploymentView view)
    {
        if (view.Broker.Length > 0)
        {
            var head = view.Clone();
            head.Instances.Clear();
            yield return ("", head);
        }

        foreach (var instance in view.Instances)
            yield return (instance.Instance, new DeploymentView { Service = view.Service, Instances = { instance } });
    }

    /// <summary>Of two homes the one that knows what was wanted last counts.</summary>
    protected override DeploymentView Add(DeploymentView whole, DeploymentView part)
    {
        if (part.Broker.Length > 0 && (whole.Broker.Length == 0 || Revisions.FromWire(part.Document) > Revisions.FromWire(whole.Document)))
            (whole, part) = (part.Clone(), whole);
        foreach (var instance in part.Instances)
        {
            if (whole.Instances.Count == 0 || whole.Instances[^1].Instance != instance.Instance)
                whole.Instances.Add(instance);
        }

        return whole;
    }
}
