using System.Collections.Immutable;
using Akka.Actor;
using Akka.Remote;

namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>The clients that a receptionist has heard of lately. Belongs to the receptionist.</summary>
internal sealed class ConnectedClients(ClusterReceptionistSettings settings, IScheduler scheduler)
{
    private readonly Dictionary<IActorRef, DeadlineFailureDetector> _clients = [];

    public ImmutableHashSet<IActorRef> All => [.. _clients.Keys];

    /// <returns>Whether the client is new.</returns>
    public bool Hear(IActorRef client)
    {
        var isNew = !_clients.TryGetValue(client, out var detector);
        if (isNew)
            _clients[client] = detector = new DeadlineFailureDetector(
                settings.AcceptableHeartbeatPause, settings.HeartbeatInterval, () => (long)scheduler.MonotonicClock.TotalMilliseconds);
        detector!.HeartBeat();
        return isNew;
    }

    public IActorRef[] TakeSilent()
    {
        IActorRef[] silent = [.. _clients.Where(c => !c.Value.IsAvailable).Select(c => c.Key)];
        foreach (var client in silent)
            _clients.Remove(client);
        return silent;
    }
}
