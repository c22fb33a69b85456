using System.Collections.Concurrent;
using System.Reflection;
using Actors.Futures.Library;
using Actors.Services.Deployment.Packages;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Futures;

/// <summary>Functions of assemblies that the workers do not have.</summary>
public sealed partial class FuturesClient
{
    private readonly ConcurrentDictionary<FunctionBuild, bool> _deployed = new(); // by this client

    /// <summary>
    /// Has workers call the functions of an assembly that they do not have: its folder goes into the store, and a worker loads it, apart from all else, when a function of it is asked for.
    /// It is deployed for all clients with the same build of it, until <see cref="UndeployAsync"/>; other builds live beside it.
    /// </summary>
    /// <param name="assembly">With classes that are marked <see cref="FunctionsAttribute"/>; all that lies in its folder travels with it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="ArgumentException">Nothing in it is marked, or it was loaded from no file.</exception>
    /// <exception cref="ActorsException">It cannot be sent.</exception>
    public async Task DeployAsync(Assembly assembly, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var build = FunctionBuild.Of(assembly);
        if (assembly.Location.Length == 0)
            throw new ArgumentException($"{build.Assembly} was loaded from no file that could be sent", nameof(assembly));
        if (!assembly.GetExportedTypes().Any(FunctionNames.IsMarked))
            throw new ArgumentException($"{build.Assembly} has no functions: put [Functions] on a public class, or [assembly: Functions] into it", nameof(assembly));
        var (folder, file) = PackageWriter.Find(assembly.Location);
        var (package, sha256) = await _services.UploadAsync(folder, cancel).ConfigureAwait(false);
        await PutAsync(build, new FunctionsDocument { File = file, Package = package, Sha256 = sha256 }, cancel).ConfigureAwait(false);
        _deployed[build] = true;
    }

    /// <summary>Has workers unload this build of an assembly, within seconds, when what runs has ended. Functions of it that are asked for later fail as no-such-method.</summary>
    /// <exception cref="ActorsException">The store cannot be reached.</exception>
    public Task UndeployAsync(Assembly assembly, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var build = FunctionBuild.Of(assembly);
        _deployed.TryRemove(build, out _);
        return PutAsync(build, new FunctionsDocument { Withdrawn = true }, cancel);
    }

    private async Task PutAsync(FunctionBuild build, FunctionsDocument document, CancellationToken cancel)
    {
        var store = _services.Store ?? throw new InvalidOperationException("this client has no store");
        using var content = new MemoryStream(document.ToByteArray(), writable: false);
        await store.PutAsync(ObjectId.New(_ids), build.ObjectName, content, cancel).ConfigureAwait(false);
    }
}
