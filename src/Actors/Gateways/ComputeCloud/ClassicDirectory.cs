using System.Diagnostics.CodeAnalysis;

namespace Actors.Gateways.ComputeCloud;

/// <summary>The gateway's <see cref="ClassicTable"/> for all its connections. It lives in memory until the ledger comes: hashes end with the process.</summary>
internal sealed class ClassicDirectory(int maxEntries)
{
    private readonly Lock _gate = new(); // guards _table
    private readonly ClassicTable _table = new(maxEntries);

    public bool HasRoom(int entries)
    {
        lock (_gate) return _table.Count + entries <= maxEntries;
    }

    /// <inheritdoc cref="ClassicTable.TryAdd"/>
    public bool TryAdd(string name, ClassicKind kind, UInt128 id, [NotNullWhen(true)] out ClassicEntry? entry)
    {
        lock (_gate) return _table.TryAdd(name, kind, id, out entry);
    }

    public ClassicEntry? Find(uint hash, ClassicKind kind)
    {
        lock (_gate) return _table.TryFind(hash, out var entry) && entry.Kind == kind ? entry : null;
    }
}
