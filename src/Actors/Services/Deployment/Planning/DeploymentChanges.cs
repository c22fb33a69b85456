namespace Actors.Services.Deployment.Planning;

/// <summary>
/// What is wanted of a service after somebody has changed it: pure functions from the document that counts, and how its revision stands, to the next one. A revision that has never come up
/// replaces nothing: what had come up before it is kept in mind until then, and a revision that was given up is never wanted again.
/// </summary>
internal static class DeploymentChanges
{
    /// <summary>Another revision is wanted.</summary>
    public static DeploymentDocument Deployed(DeploymentDocument? before, Standing standing, Deploy deploy)
    {
        var after = new DeploymentDocument { Service = deploy.Service, Spec = deploy.Spec, MinInstances = deploy.MinInstances, MaxInstances = deploy.MaxInstances };
        if (before is null)
            return after;
        if (standing != Standing.Up && before.Former is not null)
            (after.Former, after.FormerMinInstances, after.FormerMaxInstances) = (before.Former, before.FormerMinInstances, before.FormerMaxInstances);
        else if (standing != Standing.Failing && !IsGivenUp(before))
            (after.Former, after.FormerMinInstances, after.FormerMaxInstances) = (before.Spec, before.MinInstances, before.MaxInstances);
        return after;
    }

    /// <summary>Another number of instances is wanted. What is undeployed before it has come up is given up if it fails.</summary>
    /// <exception cref="ActorsException">not-found: nothing has ever come up of which there could be more.</exception>
    public static DeploymentDocument Scaled(DeploymentDocument before, Standing standing, int min, int max)
    {
        if (max > 0 && IsGivenUp(before))
            throw new ActorsException(ErrorCodes.NotFound, $"{before.Service} was taken back, as its only version never came up: actors push deploys one that does");
        var after = max == 0 && standing == Standing.Failing ? RolledBack(before) : before.Clone();
        (after.MinInstances, after.MaxInstances) = (min, max);
        if (after.MaxInstances == 0)
            (after.FormerMinInstances, after.FormerMaxInstances) = (0, 0);
        return after;
    }

    /// <summary>The revision did not come up: the one before is wanted again, as it was. If there was none, nothing is wanted.</summary>
    public static DeploymentDocument RolledBack(DeploymentDocument before) => before.Former is { } former
        ? new DeploymentDocument { Service = before.Service, Spec = former, MinInstances = before.FormerMinInstances, MaxInstances = before.FormerMaxInstances, GivenUp = before.Spec.Revision }
        : new DeploymentDocument { Service = before.Service, Spec = before.Spec, GivenUp = before.Spec.Revision };

    /// <summary>All instances of the revision have served at a time.</summary>
    public static DeploymentDocument CameUp(DeploymentDocument before)
    {
        var after = before.Clone();
        (after.IsUp, after.Former, after.FormerMinInstances, after.FormerMaxInstances) = (true, null, 0, 0);
        return after;
    }

    public static WantedDeployment Wanted(DeploymentDocument document, int count) =>
        new(document.Spec, count, document.FormerMaxInstances > 0 ? document.Former : null, document.IsUp);

    private static bool IsGivenUp(DeploymentDocument document) => !document.IsUp && document.GivenUp == document.Spec.Revision;
}

/// <summary>How the wanted revision stands.</summary>
internal enum Standing
{
    /// <summary>It has not come up yet, and may.</summary>
    Starting,

    /// <summary>It has never come up: where it was tried it has failed.</summary>
    Failing,

    /// <summary>All its instances have served at a time.</summary>
    Up,
}
