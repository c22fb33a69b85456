using System.Text;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Services.Deployment.Control;

/// <summary>
/// The documents in the object store. Objects are immutable: a new document is a further object of the same name. Which services there are says an index: an object for each, as
/// objects are found by their exact name only.
/// </summary>
internal sealed class DeploymentStore(IObjectStore store, IdSource ids)
{
    private const string Index = "deployments";
    private const int MostBytes = 64 * 1024;

    /// <summary>Names of all services that were ever deployed.</summary>
    public async Task<IReadOnlyList<string>> ServicesAsync(IReadOnlyDictionary<ObjectId, string> known, Action<ObjectId, string> learnt)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var info in AllAsync(Index).ConfigureAwait(false))
        {
            if (!known.TryGetValue(info.Id, out var name))
                learnt(info.Id, name = Encoding.UTF8.GetString(await ReadAsync(info.Id).ConfigureAwait(false)));
            names.Add(name);
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The document that counts; null: it was never deployed.</summary>
    /// <param name="known">Is not read again.</param>
    public async Task<StoredDeployment?> NewestAsync(string service, StoredDeployment? known)
    {
        ObjectId? newest = null;
        // What was known may have become younger than another's: all are looked at, not only those after it.
        await foreach (var info in AllAsync(NameOf(service)).ConfigureAwait(false))
            newest = info.Id;
        if (newest is not { } id || id == known?.Id)
            return known;
        return new StoredDeployment(id, DeploymentDocument.Parser.ParseFrom(await ReadAsync(id).ConfigureAwait(false)));
    }

    /// <param name="document">What is wanted from now on.</param>
    /// <param name="former">The one it replaces; null: the service is new.</param>
    public async Task<StoredDeployment> PutAsync(DeploymentDocument document, StoredDeployment? former)
    {
        if (former is null)
            await PutAsync(ObjectId.New(ids), Index, Encoding.UTF8.GetBytes(document.Service)).ConfigureAwait(false);
        var id = ObjectId.New(ids);
        // Another broker's clock may have been ahead.
        if (former is not null && id <= former.Id)
            id = new ObjectId(former.Id.Value + 1);
        await PutAsync(id, NameOf(document.Service), document.ToByteArray()).ConfigureAwait(false);
        return new StoredDeployment(id, document);
    }

    private static string NameOf(string service) => "deployment/" + service;

    private async Task PutAsync(ObjectId id, string name, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        await store.PutAsync(id, name, stream).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ObjectInfo> AllAsync(string name)
    {
        for (ObjectId? after = null; ;)
        {
            var page = await store.ListAsync(new ObjectQuery(name, after)).ConfigureAwait(false);
            foreach (var info in page)
                yield return info;
            if (page.Count == 0)
                yield break;
            after = page[^1].Id;
        }
    }

    private async Task<byte[]> ReadAsync(ObjectId id)
    {
        var reader = await store.OpenAsync(id).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.Info.Length > MostBytes)
                throw new ActorsException(ErrorCodes.TooLarge, $"object {id} has {reader.Info.Length} bytes, and is no document of a deployment");
            using var content = new MemoryStream();
            await reader.Content.CopyToAsync(content).ConfigureAwait(false);
            return content.ToArray();
        }
    }
}
