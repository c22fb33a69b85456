using System.Collections.Immutable;

namespace Actors.Storage.Internal.Local;

/// <summary>A node's copy: content is either inline or in chunks; a declared or bound output has neither.</summary>
/// <param name="Info">What is known of it.</param>
/// <param name="Inline">At most <see cref="StorageLimits.InlineBytes"/>; empty when not asked for.</param>
/// <param name="Chunks">In the order of the content, each but the last of <see cref="StorageLimits.ChunkBytes"/>.</param>
/// <param name="Hint">Kept, whoever owns it, until every owner is known to have it.</param>
internal sealed record StoredObject(ObjectInfo Info, ReadOnlyMemory<byte> Inline, ImmutableArray<Chunk> Chunks, bool Hint)
{
    /// <summary>Whether the content is of a size that lies in chunks, whether or not it was asked for.</summary>
    public bool IsChunked => Info is { State: ObjectState.Present, Target: null, Length: > StorageLimits.InlineBytes };

    public static StoredObject OfInline(ObjectInfo info, ReadOnlyMemory<byte> content, bool hint = false) => new(info, content, [], hint);

    public static StoredObject OfChunks(ObjectInfo info, ImmutableArray<Chunk> chunks, bool hint = false) => new(info, default, chunks, hint);
}
