using Actors.Storage;

namespace Actors.Sandbox.Tests;

/// <summary>A store in memory that knows only what a test gives it.</summary>
internal sealed class FewObjects : IObjectStore
{
    public Dictionary<ObjectId, byte[]> Objects { get; } = [];

    /// <summary>How often an object was opened.</summary>
    public int Opened { get; private set; }

    public async Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        Objects[id] = bytes.ToArray();
        return new PutResult(id, bytes.Length, Digest.Of(bytes.ToArray()), 2, 2);
    }

    public Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default)
    {
        Opened++;
        return Objects.TryGetValue(id, out var bytes)
            ? Task.FromResult(new ObjectReader(new ObjectInfo(id, "", ObjectState.Present, bytes.Length, default), new MemoryStream(bytes)))
            : throw new ActorsException(ErrorCodes.NotFound, $"there is no {id}");
    }

    public Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default) => throw new NotSupportedException();
}
