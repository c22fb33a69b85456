using System.Collections.Immutable;
using Actors.Storage;
using Actors.Storage.Internal;
using Actors.Storage.Internal.Local;

namespace Actors.Tests.Storage.Local;

/// <summary>Copies to put into stores.</summary>
internal static class StoreSamples
{
    private static readonly IdSource Ids = IdSource.System;

    public static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static StoredObject Small(byte[] content, string name = "small", bool hint = false, ObjectId? id = null) =>
        StoredObject.OfInline(new ObjectInfo(id ?? ObjectId.New(Ids), name, ObjectState.Present, content.Length, Digest.Of(content)), content, hint);

    public static StoredObject Declared(string name = "output") => StoredObject.OfInline(ObjectInfo.Declared(ObjectId.New(Ids), name), default);

    public static StoredObject Bound(ObjectId output, StoredObject target) =>
        StoredObject.OfInline(target.Info with { Id = output, Name = "", Target = target.Info.Id }, default);

    /// <summary>Appends and syncs the chunks; the copy is still to be committed.</summary>
    public static StoredObject Large(ILocalStore store, byte[] content, ObjectId? id = null, bool sync = true)
    {
        ImmutableArray<Chunk> chunks = [.. content.Chunk(StorageLimits.ChunkBytes).Select(piece => store.Append(piece))];
        if (sync)
            store.Sync();
        return StoredObject.OfChunks(new ObjectInfo(id ?? ObjectId.New(Ids), "large", ObjectState.Present, content.Length, Digest.Of(content)), chunks);
    }

    public static Chunk Append(this ILocalStore store, byte[] content) => store.Append([content.AsMemory()]);

    public static StoreOutcome Put(this ILocalStore store, StoredObject copy, bool repair = false) =>
        store.Commit([new StoreChange.Put(copy, repair)]).Single();

    /// <summary>The whole content, read piece by piece and verified.</summary>
    public static byte[] ReadAll(this ILocalStore store, ObjectId id)
    {
        var copy = store.Find(id, content: true) ?? throw new InvalidOperationException($"{id} is not there.");
        using var all = new MemoryStream();
        while (all.Length < copy.Info.Length)
            all.Write(store.ReadBytes(copy, all.Length));
        return all.ToArray();
    }

    /// <summary>The piece at an offset as one array.</summary>
    public static byte[] ReadBytes(this ILocalStore store, StoredObject copy, long offset) => [.. store.ReadPiece(copy, offset).SelectMany(part => part.ToArray())];
}
