using System.Collections.Immutable;

namespace Actors.Messaging.Internal;

/// <summary>What a server counts. Written by its actor and by those who send, read by anyone.</summary>
internal sealed class Counters(IEnumerable<int> peers)
{
    private readonly ImmutableSortedDictionary<int, PeerGauge> _peers = peers.ToImmutableSortedDictionary(peer => peer, _ => new PeerGauge());
    private long _sent;
    private long _delivered;
    private long _received;
    private long _dropped;

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Delivered() => Interlocked.Increment(ref _delivered);

    public void Received() => Interlocked.Increment(ref _received);

    public void Dropped(int envelopes = 1) => Interlocked.Add(ref _dropped, envelopes);

    public void Show(SendChannel channel)
    {
        var gauge = _peers[channel.Peer];
        var (open, count, bytes) = (channel.IsOpen, channel.Count, channel.Bytes);
        if (gauge.Value is var shown && (shown.IsConnected != open || shown.QueueLength != count || shown.QueueBytes != bytes))
            gauge.Value = new PeerStatistics(open, count, bytes);
    }

    public void ShowNone(int peer) => _peers[peer].Value = PeerGauge.None;

    public ServerStatistics Snapshot() => new(
        Interlocked.Read(ref _sent),
        Interlocked.Read(ref _delivered),
        Interlocked.Read(ref _received),
        Interlocked.Read(ref _dropped),
        _peers.ToImmutableSortedDictionary(peer => peer.Key, peer => peer.Value.Value));

    private sealed class PeerGauge
    {
        public static readonly PeerStatistics None = new(false, 0, 0);
        private PeerStatistics _value = None;

        public PeerStatistics Value
        {
            get => Volatile.Read(ref _value);
            set => Volatile.Write(ref _value, value);
        }
    }
}
