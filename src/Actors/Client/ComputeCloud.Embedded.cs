using Actors.Client.Internal;

namespace Actors.Client;

public sealed partial class ComputeCloud
{
    /// <summary>
    /// Starts a cluster of several nodes inside this process, on free ports of loopback and in a temporary folder; both go when this is disposed of. For
    /// programs that want jobs and objects without operating anything, and for tests.
    /// </summary>
    /// <exception cref="ActorsException">It cannot be started, for example because a setting is wrong. (Without a working sandbox it starts, and its jobs fail.)</exception>
    public static async Task<ComputeCloud> StartEmbeddedAsync(EmbeddedOptions? options = null, CancellationToken cancel = default)
    {
        var cluster = await EmbeddedCluster.StartAsync(options ?? new EmbeddedOptions(), cancel).ConfigureAwait(false);
        var inside = From(cluster.First);
        return new ComputeCloud(inside.ActorSystem, inside._link, inside.Services, inside._ids, () => cluster.DisposeAsync().AsTask());
    }
}
