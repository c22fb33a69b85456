using Actors.Services.Deployment.Planning;

namespace Actors.Services.Deployment.Control;

/// <summary>One deployed service at its home.</summary>
internal sealed class DeploymentDesk(StoredDeployment stored)
{
    private SizingState? _size;
    private bool _isSized;

    public string Service => Stored.Document.Service;

    public StoredDeployment Stored { get; private set; } = stored;

    public PlanState Plan { get; set; } = PlanState.Empty;

    /// <summary>Whether their number follows the queue.</summary>
    public bool IsElastic => Stored.Document.MinInstances < Stored.Document.MaxInstances;

    /// <summary>Instances that there are to be just now.</summary>
    public int Count => Math.Clamp(_size?.Count ?? 0, Stored.Document.MinInstances, Stored.Document.MaxInstances);

    /// <summary>What is wanted has not come up yet, and there is a reason.</summary>
    public bool IsBad => Plan.Problem.Length > 0 && Plan.Proven != Revisions.Of(Stored.Document.Spec);

    /// <summary>More is wanted than serves.</summary>
    public bool IsComing => Count > 0 && !Plan.IsSettled;

    public WantedDeployment Wanted => new(Stored.Document.Spec, Count, Stored.Document.Former);

    /// <summary>A new home goes on with as many as there are.</summary>
    public void Look(IReadOnlyList<WorkerFacts> workers)
    {
        if (_isSized)
            return;
        var revision = Revisions.Of(Stored.Document.Spec);
        _size = new SizingState(workers.Where(worker => !worker.Instances.IsDefault).Sum(worker => worker.Instances.Count(instance => instance.Revision == revision)));
        _isSized = workers.All(worker => !worker.Instances.IsDefault);
    }

    /// <param name="calls">Of the service, at this moment.</param>
    /// <param name="now">Monotonic.</param>
    /// <param name="terms">How fast to follow.</param>
    /// <returns>Whether there are to be more or fewer now.</returns>
    public bool Follow(ServiceView calls, TimeSpan now, SizingTerms terms)
    {
        if (!IsElastic || _size is null)
            return false;
        var (before, document) = (Count, Stored.Document);
        _size = Sizing.Step(_size, new SizingFacts(document.MinInstances, document.MaxInstances, document.Spec.Concurrency, calls.Queued, calls.Running, Plan.IsSettled), now, terms);
        if (Count == before)
            return false;
        Plan = Plan with { IsSettled = false };
        return true;
    }

    /// <summary>A later document counts from now on.</summary>
    public void Take(StoredDeployment later)
    {
        if (later.Id <= Stored.Id)
            return;
        Stored = later;
        Plan = Plan with { IsSettled = false, Problem = "" };
    }
}
