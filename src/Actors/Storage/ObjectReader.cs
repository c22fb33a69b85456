namespace Actors.Storage;

/// <summary>An open object. Dispose it; the content is read from the cluster as it is consumed.</summary>
public sealed class ObjectReader(ObjectInfo info, Stream content) : IAsyncDisposable, IDisposable
{
    /// <summary>Of the id that was opened: for an output its own id and name, with the length and digest of the content.</summary>
    public ObjectInfo Info { get; } = info;

    /// <summary>Forward only. A read fails with an <see cref="ActorsException"/> when no copy can be read on.</summary>
    public Stream Content { get; } = content;

    public void Dispose() => Content.Dispose();

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
