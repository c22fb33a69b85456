using System.Text;
using Actors.Storage;

namespace Actors.Client;

/// <summary>A handle of an object, or of a job's output that will be one. It holds no bytes.</summary>
public class CloudObject
{
    private readonly ComputeCloud _cloud;

    internal CloudObject(ComputeCloud cloud, ObjectId id, string name)
    {
        _cloud = cloud;
        Id = id;
        Name = name;
    }

    public ObjectId Id { get; }

    public string Name { get; }

    /// <inheritdoc cref="ComputeCloud.OpenAsync"/>
    public Task<Stream> OpenAsync(CancellationToken cancel = default) => _cloud.OpenAsync(Id, cancel);

    /// <inheritdoc cref="ComputeCloud.GetAsync"/>
    public Task<byte[]> GetAsync(CancellationToken cancel = default) => _cloud.GetAsync(Id, cancel);

    /// <summary>The whole content, read as UTF-8.</summary>
    /// <inheritdoc cref="ComputeCloud.OpenAsync"/>
    public async Task<string> GetStringAsync(CancellationToken cancel = default) =>
        Encoding.UTF8.GetString(await GetAsync(cancel).ConfigureAwait(false));

    public override string ToString() => $"{Name} {Id}";
}
