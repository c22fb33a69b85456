namespace Actors.Storage.Internal.Local;

/// <summary>
/// One node's copies on its own disk. The seam at which simulations put a modelled disk; one test suite runs on both.
/// </summary>
/// <remarks>
/// Threads: <see cref="Commit"/> is called by one thread, <see cref="Append"/>, <see cref="Sync"/> and <see cref="Abandon"/> by one (maybe another),
/// the rest by any. All calls block. After the first failed write (a full disk is none) the store only reads (<see cref="Fault"/>): what a failed fsync left behind cannot be known,
/// so it is never tried again; a restart recovers from what is durable.
/// </remarks>
internal interface ILocalStore : IDisposable
{
    /// <summary>Why writes are refused; null while all is well.</summary>
    string? Fault { get; }

    StoreUsage Usage { get; }

    /// <summary>Makes a batch durable, as one; the outcomes are in the order of the changes.</summary>
    /// <exception cref="StoreFaultException">Nothing of the batch is acknowledged, now or later.</exception>
    /// <exception cref="StoreFullException">There is no room; the store is as it was.</exception>
    StoreOutcome[] Commit(IReadOnlyList<StoreChange> batch);

    /// <summary>Appends up to 1 MiB, in parts, to a segment. Durable after the next <see cref="Sync"/>, kept once a committed copy names it.</summary>
    /// <exception cref="StoreFaultException">The disk failed.</exception>
    /// <exception cref="StoreFullException">There is no room; the store is as it was.</exception>
    Chunk Append(IReadOnlyList<ReadOnlyMemory<byte>> parts);

    /// <summary>Makes all that was appended durable.</summary>
    /// <exception cref="StoreFaultException">The disk failed.</exception>
    void Sync();

    /// <summary>These chunks will not be committed: their space may be used again.</summary>
    void Abandon(IEnumerable<Chunk> chunks);

    /// <summary>The copy of an id, or null. Inline content is read when asked for and is not verified here.</summary>
    StoredObject? Find(ObjectId id, bool content);

    /// <summary>Reads a chunk, verified, in parts of at most 64 KiB that are the caller's.</summary>
    /// <exception cref="DamagedCopyException">The bytes cannot be read or are not those that were written.</exception>
    IReadOnlyList<ReadOnlyMemory<byte>> Read(Chunk chunk);

    /// <summary>Copies with ids above <paramref name="after"/>, ordered by id, of one name (not the empty one) if given.</summary>
    IReadOnlyList<ObjectInfo> List(ObjectId? after, int limit, string? name = null);

    /// <summary>Copies marked as hints with ids above <paramref name="after"/>, ordered by id.</summary>
    IReadOnlyList<ObjectInfo> Hints(ObjectId? after, int limit);
}
