using Actors.Services.Deployment.Planning;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services.Deployment.Control;

/// <summary>What a home has to do at the store, one errand after the other. Part of its actor: an errand runs outside of it and ends as <see cref="Done"/>, after which <see cref="Next"/> begins.</summary>
internal sealed class DeploymentErrands(DeploymentStore store)
{
    private const int MostWaiting = 1000;

    private readonly Queue<Func<Task<Done>>> _waiting = new();
    private readonly Dictionary<ObjectId, string> _index = [];
    private readonly Dictionary<string, StoredDeployment> _newest = new(StringComparer.Ordinal);
    private readonly HashSet<string> _news = new(StringComparer.Ordinal);
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

            return new Done(null, 0, found) { IsAll = true };
        }, null, 0);
    }

    /// <summary>Another revision is wanted.</summary>
    /// <param name="deploy">Which.</param>
    /// <param name="seen">How the one that is wanted now stands.</param>
    /// <param name="asker">Hears how it ended.</param>
    public Task<Done>? Deploy(Deploy deploy, SeenStanding seen, IActorRef asker)
    {
        var problem = DeploymentRules.Problem(deploy.Service, deploy.MinInstances, deploy.MaxInstances) ?? DeploymentRules.Problem(deploy.Spec);
        return Change(asker, deploy.RequestId, deploy.Service, problem, before =>
            IsOf(before, deploy.Spec.Revision) ? null : DeploymentChanges.Deployed(before?.Document, seen.Of(before), deploy)); // what is asked twice is done once
    }

    /// <summary>Another number of instances is wanted.</summary>
    public Task<Done>? Scale(ScaleDeployment scale, SeenStanding seen, IActorRef asker) => Change(
        asker, scale.RequestId, scale.Service, DeploymentRules.Problem(scale.Service, scale.MinInstances, scale.MaxInstances), before =>
        {
            var document = (before ?? throw NotDeployed(scale.Service)).Document;
            return document.MinInstances == scale.MinInstances && document.MaxInstances == scale.MaxInstances
                ? null
                : DeploymentChanges.Scaled(document, seen.Of(before), scale.MinInstances, scale.MaxInstances);
        });

    /// <summary>A revision is taken back, if it has not come up.</summary>
    public Task<Done>? RollBack(RollBackDeployment back, SeenStanding seen, IActorRef asker) => Change(asker, back.RequestId, back.Service, null, before =>
        before is null ? throw NotDeployed(back.Service)
        : before.Document.Spec.Revision == back.Revision && seen.Of(before) == Standing.Failing ? DeploymentChanges.RolledBack(before.Document)
        : null);

    /// <summary>Writes down that the wanted revision has come up.</summary>
    public Task<Done>? NoteUp(string service, UInt128 revision) => !_news.Add(service) ? null : Begin(
        () =>
        {
            _news.Remove(service); // if it fails it may be tried again
            return ChangeAsync(null, 0, service, before =>
                before is null || before.Document.IsUp || Revisions.Of(before.Document.Spec) != revision ? null : DeploymentChanges.CameUp(before.Document));
        },
        null,
        0);

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

    /// <param name="asker">Hears how it ended.</param>
    /// <param name="request">The asker's.</param>
    /// <param name="service">Whose document is replaced.</param>
    /// <param name="problem">Why it cannot be; null: it can.</param>
    /// <param name="next">The next document, null if there is to be none.</param>
    private Task<Done>? Change(IActorRef asker, ulong request, string service, string? problem, Func<StoredDeployment?, DeploymentDocument?> next) =>
        Begin(() => problem is null ? ChangeAsync(asker, request, service, next) : throw new ActorsException(ErrorCodes.Invalid, problem), asker, request);

    private async Task<Done> ChangeAsync(IActorRef? asker, ulong request, string service, Func<StoredDeployment?, DeploymentDocument?> next)
    {
        var before = await NewestAsync(service).ConfigureAwait(false);
        var after = next(before) is { } document ? await store.PutAsync(document, before).ConfigureAwait(false) : before;
        if (after is not null)
            _newest[service] = after;
        return new Done(asker, request, after is null ? [] : [after]);
    }

    private static bool IsOf(StoredDeployment? stored, ByteString revision) => stored is not null && (stored.Document.Spec.Revision == revision || stored.Document.GivenUp == revision);

    private async Task<StoredDeployment?> NewestAsync(string service)
    {
        var newest = await store.NewestAsync(service, _newest.GetValueOrDefault(service)).ConfigureAwait(false);
        if (newest is not null)
            _newest[service] = newest;
        return newest;
    }

    /// <summary>An errand has ended.</summary>
    /// <param name="Asker">Null: nobody asked.</param>
    /// <param name="Request">The asker's.</param>
    /// <param name="Found">What is wanted.</param>
    public sealed record Done(IActorRef? Asker, ulong Request, IReadOnlyList<StoredDeployment> Found)
    {
        /// <summary>All that is ours was read.</summary>
        public bool IsAll { get; init; }

        public ActorsException? Failure { get; init; }
    }
}
