using Actors.Services.Deployment.Planning;

namespace Actors.Services.Deployment.Control;

/// <summary>One deployed service at its home.</summary>
internal sealed class DeploymentDesk(StoredDeployment stored)
{
    public string Service => Stored.Document.Service;

    public StoredDeployment Stored { get; private set; } = stored;

    public PlanState Plan { get; set; } = PlanState.Empty;

    /// <summary>Instances that there are to be just now.</summary>
    public int Count => Stored.Document.MinInstances;

    /// <summary>What is wanted has not come up yet, and there is a reason.</summary>
    public bool IsBad => Plan.Problem.Length > 0 && Plan.Proven != Revisions.Of(Stored.Document.Spec);

    public WantedDeployment Wanted => new(Stored.Document.Spec, Count, Stored.Document.Former);

    /// <summary>A later document counts from now on.</summary>
    public void Take(StoredDeployment later)
    {
        if (later.Id <= Stored.Id)
            return;
        Stored = later;
        Plan = Plan with { IsSettled = false, Problem = "" };
    }
}
