using System.Collections.Concurrent;
using Actors.Storage;

namespace Actors.Tests.Jobs.Service;

/// <summary>A store in memory, shared by all nodes of a test, that can be made to fail.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly ConcurrentDictionary<ObjectId, Entry> _objects = [];

    /// <summary>While true everything is unavailable.</summary>
    public bool IsDown { get; set; }

    public async Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default)
    {
        Check();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        _objects[id] = new Entry(name, bytes.ToArray(), null);
        return new PutResult(id, bytes.Length, Digest.Of(bytes.ToArray()), 2, 2);
    }

    public Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default)
    {
        Check();
        var entry = Find(id);
        var content = entry.Target is { } target ? Find(target) : entry;
        return content.Bytes is { } bytes
            ? Task.FromResult(new ObjectReader(InfoOf(id, entry), new MemoryStream(bytes, writable: false)))
            : throw new ActorsException(ErrorCodes.Incomplete, $"{id} is incomplete");
    }

    public Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default)
    {
        Check();
        return Task.FromResult(InfoOf(id, Find(id)));
    }

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ObjectInfo>>([.. _objects.Select(entry => InfoOf(entry.Key, entry.Value))]);

    public Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default)
    {
        Check();
        _objects.TryAdd(output, new Entry(name, null, null));
        return Task.CompletedTask;
    }

    public Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default)
    {
        Check();
        var bound = _objects.AddOrUpdate(output, _ => new Entry("", null, target), (_, old) => old with { Target = old.Target ?? target });
        return bound.Target == target ? Task.CompletedTask : throw new ActorsException(ErrorCodes.Invalid, $"{output} is bound to another object");
    }

    private static ObjectInfo InfoOf(ObjectId id, Entry entry) => entry.Bytes is null && entry.Target is null
        ? ObjectInfo.Declared(id, entry.Name)
        : new ObjectInfo(id, entry.Name, ObjectState.Present, entry.Bytes?.Length ?? 0, default, entry.Target);

    private Entry Find(ObjectId id) => _objects.TryGetValue(id, out var entry) ? entry : throw new ActorsException(ErrorCodes.NotFound, $"there is no {id}");

    private void Check()
    {
        if (IsDown)
            throw new ActorsException(ErrorCodes.Unavailable, "the store is down");
    }

    private sealed record Entry(string Name, byte[]? Bytes, ObjectId? Target);
}
