namespace Actors.Storage.Internal.Local;

/// <summary>Verified reads of a copy's content, whichever way it is kept.</summary>
internal static class ContentReads
{
    /// <summary>
    /// The piece of content at an offset, in parts that fit a link's message: the rest of the chunk (or of the inline content) that the offset is in; none at the end.
    /// </summary>
    /// <exception cref="DamagedCopyException">The bytes are not those that were written.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> ReadPiece(this ILocalStore store, StoredObject copy, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= copy.Info.Length)
            return [];
        if (copy.Chunks.Length == 0)
            return [Verified(copy)[(int)offset..]];
        var parts = store.Read(copy.Chunks[(int)(offset / StorageLimits.ChunkBytes)]);
        var skip = (int)(offset % StorageLimits.ChunkBytes);
        return skip == 0 ? parts : [.. After(parts, skip)];
    }

    /// <summary>The inline content, checked against the digest.</summary>
    /// <exception cref="DamagedCopyException">The bytes are not those that were written.</exception>
    public static ReadOnlyMemory<byte> Verified(StoredObject copy) =>
        copy.Inline.Length == copy.Info.Length && Digest.Of(copy.Inline.Span) == copy.Info.Digest
            ? copy.Inline
            : throw new DamagedCopyException($"The copy of {copy.Info.Id} has {copy.Inline.Length} bytes that are not those of {copy.Info.Digest}.");

    private static IEnumerable<ReadOnlyMemory<byte>> After(IEnumerable<ReadOnlyMemory<byte>> parts, int skip)
    {
        foreach (var part in parts)
        {
            if (part.Length > skip)
                yield return part[skip..];
            skip = Math.Max(0, skip - part.Length);
        }
    }
}
