using System.Diagnostics.CodeAnalysis;

namespace Actors.Gateways.ComputeCloud;

internal enum ClassicKind
{
    Object,
    Job,
}

/// <summary>What a classic hash stands for.</summary>
/// <param name="Hash">The 32 bits by which text-protocol clients know it.</param>
/// <param name="Salt">The hash is that of the name with this salt.</param>
/// <param name="Name">Its bytes as chars: the wire form, see <see cref="ClassicFrame"/>.</param>
/// <param name="Kind">Says what <paramref name="Id"/> is.</param>
/// <param name="Id">An object id or a job id.</param>
internal sealed record ClassicEntry(uint Hash, uint Salt, string Name, ClassicKind Kind, UInt128 Id);

/// <summary>
/// Maps the protocol's 32-bit hashes to the cluster's ids and back. As in the original one counter of salts serves all names, so that a name may be added
/// many times; other than there, a collision takes the next salt and not the caller's patience.
/// </summary>
/// <param name="maxEntries">The table is in memory: a limit keeps a busy client from filling it.</param>
internal sealed class ClassicTable(int maxEntries)
{
    private readonly Dictionary<uint, ClassicEntry> _byHash = [];
    private readonly Dictionary<(ClassicKind, UInt128), ClassicEntry> _byId = [];
    private uint _nextSalt;

    public int Count => _byHash.Count;

    /// <summary>Gives the id a hash, or finds the one it has. False: the table is full.</summary>
    public bool TryAdd(string name, ClassicKind kind, UInt128 id, [NotNullWhen(true)] out ClassicEntry? entry)
    {
        if (_byId.TryGetValue((kind, id), out entry)) return true;
        if (_byHash.Count >= maxEntries) return false;

        uint salt, hash;
        // For one name different salts give different hashes, so this ends after at most as many steps as there are entries.
        do
        {
            salt = unchecked(_nextSalt++);
            hash = ClassicHash.Of(name, salt);
        }
        while (_byHash.ContainsKey(hash));

        entry = new ClassicEntry(hash, salt, name, kind, id);
        _byHash.Add(hash, entry);
        _byId.Add((kind, id), entry);
        return true;
    }

    public bool TryFind(uint hash, [NotNullWhen(true)] out ClassicEntry? entry) => _byHash.TryGetValue(hash, out entry);
}
