using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Node;
using Akka.Actor;
using Microsoft.Data.Sqlite;

namespace Actors.Storage;

/// <summary>Starts the storage node of an actor system whose node has the role <c>storage</c>.</summary>
public static class StorageService
{
    /// <summary>
    /// Opens and recovers the store in the node's folder, which takes as long as that takes, and starts the node's actor, <c>/user/storage</c>. To be started before the
    /// system's <see cref="ObjectStore"/>. The store is closed when the system has terminated.
    /// </summary>
    /// <exception cref="ActorsException">The store cannot be opened, or a setting is wrong.</exception>
    public static IActorRef Start(ActorSystem system, NodeIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(identity);
        var settings = StorageSettings.From(system.Settings.Config);
        var store = Open(Path.Combine(identity.Folder, "objects"), settings);
        system.RegisterOnTermination(store.Dispose);
        return system.ActorOf(StorageNode.Props(store, identity.NodeId, settings, RingWatch.Props(StorageNode.Name)), StorageNode.Name);
    }

    private static SqliteStore Open(string folder, StorageSettings settings)
    {
        try
        {
            return SqliteStore.Open(folder, settings.SegmentBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new ActorsException(ErrorCodes.Failed, $"The store in {folder} cannot be opened: {failure.Message}", failure);
        }
    }
}
