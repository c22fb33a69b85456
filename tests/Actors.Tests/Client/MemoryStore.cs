using System.Collections.Concurrent;
using Actors.Storage;

namespace Actors.Tests.Client;

/// <summary>An object store in memory whose failures a test can choose.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly ConcurrentDictionary<ObjectId, (ObjectInfo Info, byte[] Content)> _objects = new();

    /// <summary>Thrown, and taken away, by as many calls as there are.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>Reading content stops here until it is completed; by default it is.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default)
    {
        Fail();
        using var all = new MemoryStream();
        await content.CopyToAsync(all, cancellation);
        var bytes = all.ToArray();
        var info = new ObjectInfo(id, name, ObjectState.Present, bytes.Length, Digest.Of(bytes));
        _objects[id] = (info, bytes);
        return new PutResult(id, bytes.Length, info.Digest, 1, 2);
    }

    public Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default)
    {
        Fail();
        var (info, content) = Find(id);
        if (info.State == ObjectState.Incomplete) throw new ActorsException(ErrorCodes.Incomplete, "not made yet");
        return Task.FromResult(new ObjectReader(info, new GatedStream(content, () => Gate)));
    }

    public Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default) => Task.FromResult(Find(id).Info);

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ObjectInfo>>([.. _objects.Values
            .Select(held => held.Info)
            .Where(info => (query.Name == null || info.Name == query.Name) && (query.After == null || info.Id > query.After))
            .OrderBy(info => info.Id)
            .Take(query.Limit)]);

    public Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default)
    {
        _objects[output] = (ObjectInfo.Declared(output, name), []);
        return Task.CompletedTask;
    }

    public Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default)
    {
        var held = Find(target);
        _objects[output] = (held.Info with { Id = output, Target = target }, held.Content);
        return Task.CompletedTask;
    }

    private void Fail()
    {
        if (Failures.TryDequeue(out var failure)) throw failure;
    }

    private (ObjectInfo Info, byte[] Content) Find(ObjectId id) =>
        _objects.TryGetValue(id, out var held) ? held : throw new ActorsException(ErrorCodes.NotFound, $"there is no object {id}");

    private sealed class GatedStream(byte[] content, Func<Task> gate) : MemoryStream(content, writable: false)
    {
        // The first half is free, so that a transfer is under way when it comes to the gate.
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= Length / 2) await gate().WaitAsync(cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
