using Akka.Actor;

namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>The tunnels of a receptionist, one a sender. Belongs to the receptionist.</summary>
internal sealed class ResponseTunnels(IActorRefProvider provider, TimeSpan timeout, int most, IScheduler scheduler)
{
    private readonly Dictionary<IActorRef, ResponseTunnel> _bySender = [];
    private readonly Queue<ResponseTunnel> _byAge = new();

    public IActorRef For(IActorRef sender)
    {
        if (sender.IsNobody() || sender.Equals(provider.DeadLetters))
            return ActorRefs.NoSender;
        if (_bySender.TryGetValue(sender, out var known))
        {
            known.Touch();
            return known;
        }
        while (_bySender.Count >= most && _byAge.TryDequeue(out var oldest))
            Forget(oldest);
        var path = provider.TempPath();
        var tunnel = new ResponseTunnel(provider, path, sender, scheduler);
        provider.RegisterTempActor(tunnel, path);
        _bySender[sender] = tunnel;
        _byAge.Enqueue(tunnel);
        return tunnel;
    }

    /// <summary>Forgets the tunnels that are done or have not been used for the timeout.</summary>
    public void Reap()
    {
        var limit = scheduler.MonotonicClock - timeout;
        for (var left = _byAge.Count; left > 0; left--)
        {
            var tunnel = _byAge.Dequeue();
            if (tunnel.IsDone || tunnel.LastUsed < limit)
                Forget(tunnel);
            else
                _byAge.Enqueue(tunnel);
        }
    }

    public void Close()
    {
        while (_byAge.TryDequeue(out var tunnel))
            Forget(tunnel);
    }

    private void Forget(ResponseTunnel tunnel)
    {
        provider.UnregisterTempActor(tunnel.Path);
        _bySender.Remove(tunnel.OutsideSender);
    }
}
