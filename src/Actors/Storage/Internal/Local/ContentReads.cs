using System.Buffers;
using Actors.Links;

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
        var chunk = copy.Chunks[(int)(offset / StorageLimits.ChunkBytes)];
        // A chunk is read as a whole to be verified, into a buffer that is used again: arrays of a megabyte of their own would wear out the collector.
        var buffer = ArrayPool<byte>.Shared.Rent(chunk.Length);
        try
        {
            store.Read(chunk, buffer.AsSpan(0, chunk.Length));
            return Parts(buffer.AsSpan((int)(offset % StorageLimits.ChunkBytes)..chunk.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The inline content, checked against the digest.</summary>
    /// <exception cref="DamagedCopyException">The bytes are not those that were written.</exception>
    public static ReadOnlyMemory<byte> Verified(StoredObject copy) =>
        copy.Inline.Length == copy.Info.Length && Digest.Of(copy.Inline.Span) == copy.Info.Digest
            ? copy.Inline
            : throw new DamagedCopyException($"The copy of {copy.Info.Id} has {copy.Inline.Length} bytes that are not those of {copy.Info.Digest}.");

    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlySpan<byte> bytes)
    {
        List<ReadOnlyMemory<byte>> parts = [];
        for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, LinkSettings.MaxMessageBytes)..])
            parts.Add(bytes[..Math.Min(bytes.Length, LinkSettings.MaxMessageBytes)].ToArray());
        return parts;
    }
}
