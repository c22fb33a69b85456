namespace Actors.Storage.Internal.Local;

/// <summary>Verified reads of a copy's content, whichever way it is kept.</summary>
internal static class ContentReads
{
    /// <summary>The piece of content at an offset: the rest of the chunk (or of the inline content) that it is in; empty at the end.</summary>
    /// <exception cref="DamagedCopyException">The bytes are not those that were written.</exception>
    public static ReadOnlyMemory<byte> ReadPiece(this ILocalStore store, StoredObject copy, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= copy.Info.Length)
            return default;
        if (copy.Chunks.Length == 0)
            return Verified(copy)[(int)offset..];
        var chunk = copy.Chunks[(int)(offset / StorageLimits.ChunkBytes)];
        return store.Read(chunk).AsMemory((int)(offset % StorageLimits.ChunkBytes));
    }

    /// <summary>The inline content, checked against the digest.</summary>
    /// <exception cref="DamagedCopyException">The bytes are not those that were written.</exception>
    public static ReadOnlyMemory<byte> Verified(StoredObject copy) =>
        copy.Inline.Length == copy.Info.Length && Digest.Of(copy.Inline.Span) == copy.Info.Digest
            ? copy.Inline
            : throw new DamagedCopyException($"The copy of {copy.Info.Id} has {copy.Inline.Length} bytes that are not those of {copy.Info.Digest}.");
}
