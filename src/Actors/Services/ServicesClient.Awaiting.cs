namespace Actors.Services;

public sealed partial class ServicesClient
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The same as <see cref="DeployAsync"/>, and waits until it serves. A version that does not come up is taken back: what was deployed before it is wanted again, as it was, or nothing if
    /// there was nothing.
    /// </summary>
    /// <param name="service">The service's name.</param>
    /// <param name="deployment">What is to be served.</param>
    /// <param name="progress">Hears of every change.</param>
    /// <param name="cancel">Stops waiting; the cluster goes on, and nothing is taken back.</param>
    /// <exception cref="ActorsException">The assembly cannot be sent, or the cluster does not take it; failed: it did not come up, for the reason that the message says, and was taken back.</exception>
    public async Task<DeploymentView> DeployAndWaitAsync(string service, NewDeployment deployment, IProgress<DeploymentView>? progress = null, CancellationToken cancel = default)
    {
        var accepted = await DeployAsync(service, deployment, cancel).ConfigureAwait(false);
        while (true)
        {
            try
            {
                return await WaitForDeploymentAsync(service, progress, cancel).ConfigureAwait(false);
            }
            catch (ActorsException failure) when (failure.Code == ErrorCodes.Failed)
            {
                var now = await RollBackAsync(accepted, cancel).ConfigureAwait(false);
                if (now.GivenUp == accepted.Revision)
                    throw new ActorsException(failure.Code, $"{failure.Message}; it is taken back, {WhatNow(now, accepted)}", failure);
                if (now.Revision != accepted.Revision)
                    throw; // that was about what others want meanwhile
            }
        }
    }

    /// <summary>Waits until a deployed service is as this client has wanted it last, or others later: all instances of its version serve, and no others.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="progress">Hears of every change.</param>
    /// <param name="cancel">Stops waiting; the cluster goes on.</param>
    /// <exception cref="ActorsException">failed: where an instance was tried it has failed, and none serves. The cluster goes on trying, and a version that served before goes on serving.</exception>
    public async Task<DeploymentView> WaitForDeploymentAsync(string service, IProgress<DeploymentView>? progress = null, CancellationToken cancel = default)
    {
        DeploymentView? before = null;
        while (true)
        {
            var view = await ShowDeploymentAsync(service, cancel).ConfigureAwait(false);
            if (!view.Equals(before))
                progress?.Report(view);
            before = view;
            if (view.IsSettled)
                return view;
            if (view.IsFailing && !view.Instances.Any(instance => instance.Revision == view.Revision && instance.State is InstanceState.InstanceServing or InstanceState.InstanceStarting))
                throw new ActorsException(ErrorCodes.Failed, $"{Named(view)} {view.Problem}");
            await Task.Delay(LookEvery, _time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a version back that has not come up: what was deployed before it is wanted again, or nothing if there was nothing.</summary>
    /// <param name="accepted">As it was accepted. If it has come up, or something else is wanted meanwhile, nothing happens.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How it stands then.</returns>
    public Task<DeploymentView> RollBackAsync(DeploymentView accepted, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        return ChangeAsync(number => new RollBackDeployment { RequestId = number, Service = accepted.Service, Revision = accepted.Revision }, cancel);
    }

    private static string WhatNow(DeploymentView now, DeploymentView accepted) =>
        now.Revision == accepted.Revision ? "and nothing is deployed under that name"
        : now.MaxInstances > 0 ? $"and {Named(now)} goes on as before"
        : $"and {Named(now)} stays undeployed as before";

    private static string Named(DeploymentView view) => view.Version.Length > 0 ? $"{view.Service} {view.Version}" : view.Service;
}
