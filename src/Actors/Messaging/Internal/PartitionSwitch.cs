using System.Collections.Immutable;

namespace Actors.Messaging.Internal;

/// <summary>Which peers a server is cut off from. Safe for use by several threads.</summary>
internal sealed class PartitionSwitch
{
    // Orders cuts and deliveries: once Cut has returned, nothing of these peers gets into the inbox any more.
    private readonly Lock _gate = new();
    private ImmutableHashSet<int> _cut = [];

    public bool IsCut(int pid) => Volatile.Read(ref _cut).Contains(pid);

    public void Cut(IEnumerable<int> pids)
    {
        lock (_gate)
            _cut = _cut.Union(pids);
    }

    public void Heal()
    {
        lock (_gate)
            _cut = [];
    }

    /// <summary>Delivers unless the peer is cut off.</summary>
    public bool TryDeliver<T>(int pid, Func<T, bool> deliver, T what)
    {
        lock (_gate)
            return !_cut.Contains(pid) && deliver(what);
    }
}
