using Actors.Links;
using Actors.Storage;
using Actors.Storage.Internal.Local;

namespace Actors.Tests.Storage.Local;

/// <summary>
/// A store on a modelled disk: what is committed and synced is in the durable image, the rest in the volatile one. A crash keeps the durable image and,
/// of what was appended and not synced, a random part, maybe torn.
/// </summary>
internal sealed class ModelStore : ILocalStore
{
    private readonly Lock _gate = new(); // guards all below: readers and writers are on different threads
    private readonly SortedDictionary<ObjectId, StoredObject> _copies = [];
    private readonly List<byte[]> _durable = []; // one segment; a chunk's offset is its index here
    private readonly List<byte[]> _volatile = [];
    private readonly HashSet<long> _released = [];

    private readonly ManualResetEventSlim _moving = new(true);

    public string? Fault { get; private set; }

    /// <summary>The next commit or sync fails, as a disk fails.</summary>
    public bool FailNextSync { get; set; }

    /// <summary>No room is left, neither for chunks nor for rows.</summary>
    public bool Full { get; set; }

    public StoreUsage Usage
    {
        get
        {
            lock (_gate)
            {
                var live = Chunks().Where(chunk => !_released.Contains(chunk.Index)).Sum(chunk => (long)chunk.Bytes.Length);
                return new StoreUsage(_copies.Count, live, Chunks().Sum(chunk => (long)chunk.Bytes.Length));
            }
        }
    }

    public StoreOutcome[] Commit(IReadOnlyList<StoreChange> batch)
    {
        _moving.Wait();
        using var scope = _gate.EnterScope();
        Refuse();
        foreach (var chunk in batch.OfType<StoreChange.Put>().SelectMany(put => put.Copy.Chunks))
        {
            if (chunk.Offset >= _durable.Count)
                throw new InvalidOperationException("A commit names a chunk that was not synced before.");
        }

        if (Full)
            throw new StoreFullException("The modelled disk is full.");
        FailIfTold();
        return [.. batch.Select(Apply)];
    }

    public Chunk Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        using var scope = _gate.EnterScope();
        Refuse();
        if (Full)
            throw new StoreFullException("The modelled disk is full.");
        byte[] content = [.. parts.SelectMany(part => part.ToArray())];
        _volatile.Add(content);
        return new Chunk(1, _durable.Count + _volatile.Count - 1, content.Length, Checksum.Of(parts));
    }

    public void Sync()
    {
        _moving.Wait();
        using var scope = _gate.EnterScope();
        Refuse();
        FailIfTold();
        _durable.AddRange(_volatile);
        _volatile.Clear();
    }

    public void Abandon(IEnumerable<Chunk> chunks)
    {
        lock (_gate)
            _released.UnionWith(chunks.Select(chunk => chunk.Offset));
    }

    public StoredObject? Find(ObjectId id, bool content)
    {
        lock (_gate)
            return !_copies.TryGetValue(id, out var copy) ? null : content ? copy : copy with { Inline = default, Chunks = [] };
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Read(Chunk chunk)
    {
        using var scope = _gate.EnterScope();
        var bytes = Chunks().FirstOrDefault(entry => entry.Index == chunk.Offset).Bytes;
        if (bytes is null || Checksum.Of([bytes]) != chunk.Check)
            throw new DamagedCopyException("The modelled chunk is damaged.");
        return [.. bytes.Chunk(LinkSettings.MaxMessageBytes).Select(part => new ReadOnlyMemory<byte>(part))];
    }

    public IReadOnlyList<ObjectInfo> List(ObjectId? after, int limit, string? name) => Infos(after, limit, copy => name is null || copy.Info.Name == name);

    public IReadOnlyList<ObjectInfo> Hints(ObjectId? after, int limit) => Infos(after, limit, copy => copy.Hint);

    /// <summary>The machine stops and starts again.</summary>
    public void Crash(Random random)
    {
        var kept = _volatile.Take(random.Next(_volatile.Count + 1)).ToList();
        if (kept.Count > 0)
            kept[^1] = kept[^1][..random.Next(kept[^1].Length + 1)];
        _volatile.Clear();
        _durable.AddRange(kept);
        Recover();
    }

    /// <summary>What a start does: what no copy names is garbage.</summary>
    public void Recover()
    {
        Fault = null;
        var named = _copies.Values.SelectMany(copy => copy.Chunks).Select(chunk => chunk.Offset).ToHashSet();
        for (var i = 0; i < _durable.Count; i++)
        {
            if (!named.Contains(i))
                _durable[i] = [];
        }
    }

    public void DamageChunks()
    {
        foreach (var bytes in _durable.Where(bytes => bytes.Length > 0))
            bytes[bytes.Length / 2] ^= 1;
    }

    public void DamageInline(ObjectId id)
    {
        var bytes = _copies[id].Inline.ToArray();
        bytes[0] ^= 1;
        _copies[id] = _copies[id] with { Inline = bytes };
    }

    /// <summary>From now on nothing becomes durable, and nothing fails: the calls wait.</summary>
    public void Hang() => _moving.Reset();

    public void GoOn() => _moving.Set();

    public void Dispose() => _moving.Dispose();

    private IEnumerable<(long Index, byte[] Bytes)> Chunks() => _durable.Concat(_volatile).Select((bytes, index) => ((long)index, bytes));

    private StoreOutcome Apply(StoreChange change)
    {
        _copies.TryGetValue(change.Id, out var held);
        switch (change)
        {
            case StoreChange.Put put:
                var merged = CopyMerge.Merge(held, put);
                Abandon(merged.TookIncoming ? held?.Chunks ?? [] : put.Copy.Chunks);
                _copies[change.Id] = merged.Copy;
                return merged.Outcome;
            case StoreChange.Drop drop when held is not null && held.Info.Digest == drop.Digest:
                Abandon(held.Chunks);
                _copies.Remove(change.Id);
                return StoreOutcome.Done;
            case StoreChange.Settle settle when held?.Info.Digest != settle.Digest:
                return StoreOutcome.Missing;
            case StoreChange.Settle or StoreChange.Unsettle when held is not null:
                _copies[change.Id] = held with { Hint = change is StoreChange.Unsettle };
                return StoreOutcome.Done;
            default:
                return StoreOutcome.Missing;
        }
    }

    private List<ObjectInfo> Infos(ObjectId? after, int limit, Func<StoredObject, bool> wanted)
    {
        lock (_gate)
            return [.. _copies.Where(pair => (after is null || pair.Key > after) && wanted(pair.Value)).Take(limit).Select(pair => pair.Value.Info)];
    }

    private void FailIfTold()
    {
        if (!FailNextSync)
            return;
        FailNextSync = false;
        Fault = "The modelled disk failed.";
        Refuse();
    }

    private void Refuse()
    {
        if (Fault is { } fault)
            throw new StoreFaultException(fault);
    }
}
