using System.Security.Cryptography;
using Actors.Client.Internal;
using Actors.Services.Deployment;
using Actors.Services.Deployment.Packages;
using Actors.Services.Deployment.Planning;
using Actors.Services.Methods;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Services;

public sealed partial class ServicesClient
{
    /// <summary>What this client goes by.</summary>
    internal WrittenDocuments Written { get; } = new();

    /// <summary>To the cluster's store. Null: this client deploys nothing.</summary>
    internal FrontLink? Store { get; init; }

    /// <summary>
    /// Has the cluster serve a class by itself: the assembly's folder goes into the store, and worker nodes load it and serve it, for as long as nothing else is wanted, whatever becomes of this
    /// program. Of a service that is deployed already this is the next version: it replaces the one before when all its instances serve, and if they do not come up, that one goes on.
    /// </summary>
    /// <returns>How it stood when it was accepted; <see cref="DeployAndWaitAsync"/> waits until it serves.</returns>
    /// <exception cref="ActorsException">The assembly cannot be sent, or the cluster does not take it.</exception>
    public async Task<DeploymentView> DeployAsync(string service, NewDeployment deployment, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        CheckName(service);
        if (deployment.MaxInstances > 0 && deployment.MaxInstances < deployment.Instances)
            throw new ActorsException(ErrorCodes.Invalid, $"at most {deployment.MaxInstances} instances are fewer than the {deployment.Instances} that there are to be");
        var (folder, assembly) = PackageWriter.Find(deployment.Path);
        var file = Path.Combine(folder, assembly);
        var version = AssemblyLook.CheckIs(file).Version?.ToString(3) ?? "";
        AssemblyLook.CheckHas(file, deployment.Type);
        var arguments = deployment.Given ?? Arguments.Of(deployment.Arguments);
        var spec = new DeploymentSpec
        {
            Revision = Revisions.ToWire(_ids.Next()),
            Version = deployment.Version ?? version,
            Assembly = assembly,
            Type = deployment.Type,
            Arguments = UnsafeByteOperations.UnsafeWrap(arguments.Positional),
            NamedArguments = UnsafeByteOperations.UnsafeWrap(arguments.Named),
            Concurrency = deployment.Concurrency,
            IsPool = deployment.IsPool,
            Isolation = deployment.Isolation,
            Labels = { deployment.Labels },
        };
        (spec.Package, spec.Sha256) = await UploadAsync(folder, cancel).ConfigureAwait(false);
        return await ChangeAsync(
            number => new Deploy { RequestId = number, Service = service, Spec = spec, MinInstances = deployment.Instances, MaxInstances = Math.Max(deployment.Instances, deployment.MaxInstances) }, cancel).ConfigureAwait(false);
    }

    /// <summary>Changes how many instances of a deployed service there are to be.</summary>
    /// <exception cref="ActorsException">not-found: it was never deployed, or no version of it has ever come up.</exception>
    public Task<DeploymentView> ScaleAsync(string service, int instances, CancellationToken cancel = default) => ScaleAsync(service, instances, instances, cancel);

    /// <summary>Has their number follow the queue, between a least and a most.</summary>
    /// <inheritdoc cref="ScaleAsync(string, int, CancellationToken)"/>
    public Task<DeploymentView> ScaleAsync(string service, int least, int most, CancellationToken cancel = default)
    {
        CheckName(service);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return ChangeAsync(number => new ScaleDeployment { RequestId = number, Service = service, MinInstances = least, MaxInstances = most }, cancel);
    }

    /// <summary>Has the cluster serve it no more. What it was is remembered, and its package stays in the store: <see cref="ScaleAsync(string, int, CancellationToken)"/> brings it back.</summary>
    /// <exception cref="ActorsException">not-found: it was never deployed.</exception>
    public Task<DeploymentView> UndeployAsync(string service, CancellationToken cancel = default)
    {
        CheckName(service);
        return ChangeAsync(number => new ScaleDeployment { RequestId = number, Service = service }, cancel);
    }

    /// <summary>How a deployed service stands: as this client has wanted it, or later.</summary>
    /// <exception cref="ActorsException">not-found: it was never deployed.</exception>
    public Task<DeploymentView> ShowDeploymentAsync(string service, CancellationToken cancel = default)
    {
        CheckName(service);
        return ChangeAsync(number => new GetDeployment { RequestId = number, Service = service, Document = Written.LatestOf(service) }, cancel);
    }

    /// <summary>The same content is stored once, whatever services it is deployed as: it is found by its name. Who uploads at the same time stores it twice, which does no harm.</summary>
    internal async Task<(ByteString Id, ByteString Sha256)> UploadAsync(string folder, CancellationToken cancel)
    {
        var store = Store ?? throw new InvalidOperationException("this client has no store");
        var limits = DeploymentSettings.From(_system.Settings.Config.WithFallback(ReferenceConfig.Config)).Packages;
        var zip = new FileStream(
            Path.Combine(Path.GetTempPath(), $"actors-package-{_ids.Next():x}.zip"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await using (zip.ConfigureAwait(false))
        {
            PackageWriter.Write(folder, zip, limits);
            zip.Position = 0;
            var sha256 = UnsafeByteOperations.UnsafeWrap(await SHA256.HashDataAsync(zip, cancel).ConfigureAwait(false));
            var name = "package/" + Convert.ToHexStringLower(sha256.Span);
            var stored = await store.ListAsync(name, cancel).ConfigureAwait(false);
            if (stored.FirstOrDefault(info => !info.Incomplete && info.Sha256 == sha256) is { } same)
                return (same.ObjectId, sha256);
            zip.Position = 0;
            var id = ObjectId.New(_ids);
            await store.PutAsync(id, name, zip, cancel).ConfigureAwait(false);
            return (id.ToWire(), sha256);
        }
    }

    /// <summary>Asks the service's home until it answers. All of these may be asked twice.</summary>
    private async Task<DeploymentView> ChangeAsync(Func<ulong, IMessage> request, CancellationToken cancel)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var answer = await AskOnceAsync(request, _settings.Client.CheckAfter, cancel).ConfigureAwait(false);
            if (answer is DeploymentShown shown)
                return Written.Note(shown.Deployment);
            var failure = answer as ServiceRequestFailed ?? new ServiceRequestFailed { Code = ErrorCodes.Unavailable, Message = "no broker answers" };
            if (failure.Code != ErrorCodes.Unavailable || _time.GetElapsedTime(began) > _settings.Client.Patience)
                throw new ActorsException(failure.Code, failure.Message);
            if (answer is not null)
                await Task.Delay(_settings.Client.RetryPause, _time, cancel).ConfigureAwait(false);
        }
    }
}
