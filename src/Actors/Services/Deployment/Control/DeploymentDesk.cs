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

    public Standing Standing => Stored.Document.IsUp || HasComeUp ? Standing.Up : Plan.IsFailing ? Standing.Failing : Standing.Starting;

    /// <summary>It is to be written down that the revision has come up.</summary>
    public bool HasNews => HasComeUp && !Stored.Document.IsUp;

    /// <summary>All that is wanted serves, and nothing else does.</summary>
    public bool IsSettled => Plan.IsSettled && !HasNews;

    /// <summary>More is wanted than serves.</summary>
    public bool IsComing => Count > 0 && !Plan.IsSettled;

    public WantedDeployment Wanted => DeploymentChanges.Wanted(Stored.Document, Count);

    private bool HasComeUp => Plan.Proven == Revisions.Of(Stored.Document.Spec);

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
        var (before, after) = (Stored.Document, later.Document);
        Stored = later;
        if ((before.Spec.Revision, before.MinInstances, before.MaxInstances) == (after.Spec.Revision, after.MinInstances, after.MaxInstances))
            return; // it says that the revision has come up
        Plan = Plan with { IsSettled = false, IsFailing = false, Problem = "" };
    }
}
