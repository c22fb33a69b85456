using Actors.Storage;
using Akka.Actor;

namespace Actors.Services.Deployment.Control;

/// <summary>What a home has to do at the store, one errand after the other. Part of its actor: an errand runs outside of it and ends as <see cref="Done"/>, after which <see cref="Next"/> begins.</summary>
internal sealed class DeploymentErrands(DeploymentStore store)
{
    private const int MostWaiting = 1000;

    private readonly Queue<Func<Task<Done>>> _waiting = new();
    private readonly Dictionary<ObjectId, string> _index = [];
    private readonly Dictionary<string, StoredDeployment> _newest = new(StringComparer.Ordinal);
    private bool _isBusy;
    private bool _willReload;

    public static ActorsException NotDeployed(string service) => new(ErrorCodes.NotFound, $"nothing is deployed as {Methods.Quote.Name(service)}; actors push deploys it");

    /// <summary>Reads what is wanted of the services that are ours.</summary>
    /// <returns>Null: it waits for others.</returns>
    public Task<Done>? Reload(Func<string, bool> isOurs)
    {
        if (_willReload)
            return null;
        _willReload = true;
        return Begin(async () =>
        {
            _willReload = false; // what changes from here on is worth another look
            var found = new List<StoredDeployment>();
            foreach (var service in await store.ServicesAsync(_index, _index.Add).ConfigureAwait(false))
            {
                if (isOurs(service) && await NewestAsync(service).ConfigureAwait(false) is { } stored)
                    found.Add(stored);
            }

            return new Done(null, 0, found);
        }, null, 0);
    }

    /// <summary>Another revision is wanted.</summary>
    /// <param name="deploy">Which.</param>
    /// <param name="isBad">Whether the one that is wanted now has not come up.</param>
    /// <param name="asker">Hears how it ended.</param>
    public Task<Done>? Deploy(Deploy deploy, bool isBad, IActorRef asker) => Begin(
        async () =>
        {
            if ((DeploymentRules.Problem(deploy.Service, deploy.MinInstances, deploy.MaxInstances) ?? DeploymentRules.Problem(deploy.Spec)) is { } problem)
                throw new ActorsException(ErrorCodes.Invalid, problem);
            var before = await NewestAsync(deploy.Service).ConfigureAwait(false);
            if (before is not null && before.Document.Spec.Revision == deploy.Spec.Revision)
                return new Done(asker, deploy.RequestId, [before]); // it is asked again, as the answer went lost
            var document = new DeploymentDocument { Service = deploy.Service, Spec = deploy.Spec, MinInstances = deploy.MinInstances, MaxInstances = deploy.MaxInstances, Former = FormerOf(before, isBad) };
            return new Done(asker, deploy.RequestId, [await PutAsync(document, before).ConfigureAwait(false)]);
        },
        asker,
        deploy.RequestId);

    /// <summary>Another number of instances is wanted.</summary>
    public Task<Done>? Scale(ScaleDeployment scale, IActorRef asker) => Begin(
        async () =>
        {
            if (DeploymentRules.Problem(scale.Service, scale.MinInstances, scale.MaxInstances) is { } problem)
                throw new ActorsException(ErrorCodes.Invalid, problem);
            var before = await NewestAsync(scale.Service).ConfigureAwait(false) ?? throw NotDeployed(scale.Service);
            if (before.Document.MinInstances == scale.MinInstances && before.Document.MaxInstances == scale.MaxInstances)
                return new Done(asker, scale.RequestId, [before]);
            var document = before.Document.Clone();
            (document.MinInstances, document.MaxInstances) = (scale.MinInstances, scale.MaxInstances);
            return new Done(asker, scale.RequestId, [await PutAsync(document, before).ConfigureAwait(false)]);
        },
        asker,
        scale.RequestId);

    /// <summary>To be called when one is done.</summary>
    public Task<Done>? Next()
    {
        _isBusy = false;
        return _waiting.TryDequeue(out var errand) ? Begin(errand) : null;
    }

    private Task<Done>? Begin(Func<Task<Done>> errand, IActorRef? asker, ulong request)
    {
        if (_waiting.Count >= MostWaiting)
        {
            asker?.Tell(new ServiceRequestFailed { RequestId = request, Code = ErrorCodes.Overloaded, Message = $"{MostWaiting} changes of deployments wait already" });
            return null;
        }

        Func<Task<Done>> safe = async () =>
        {
            try
            {
                return await errand().ConfigureAwait(false);
            }
            catch (Exception failure) // who asked hears of it
            {
                return new Done(asker, request, []) { Failure = failure as ActorsException ?? new ActorsException(ErrorCodes.Failed, $"{failure.GetType().Name}: {failure.Message}", failure) };
            }
        };
        if (!_isBusy)
            return Begin(safe);
        _waiting.Enqueue(safe);
        return null;
    }

    private Task<Done> Begin(Func<Task<Done>> errand)
    {
        _isBusy = true;
        return errand();
    }

    /// <summary>What serves until the next revision does. One that never came up has not replaced what was before it.</summary>
    private static DeploymentSpec? FormerOf(StoredDeployment? before, bool isBad) =>
        before is null || before.Document.MaxInstances == 0 ? null : isBad && before.Document.Former is { } former ? former : before.Document.Spec;

    private async Task<StoredDeployment?> NewestAsync(string service)
    {
        var newest = await store.NewestAsync(service, _newest.GetValueOrDefault(service)).ConfigureAwait(false);
        if (newest is not null)
            _newest[service] = newest;
        return newest;
    }

    private async Task<StoredDeployment> PutAsync(DeploymentDocument document, StoredDeployment? before) => _newest[document.Service] = await store.PutAsync(document, before).ConfigureAwait(false);

    /// <summary>An errand has ended.</summary>
    /// <param name="Asker">Null: nobody asked.</param>
    /// <param name="Request">The asker's.</param>
    /// <param name="Found">What is wanted.</param>
    public sealed record Done(IActorRef? Asker, ulong Request, IReadOnlyList<StoredDeployment> Found)
    {
        public ActorsException? Failure { get; init; }
    }
}
