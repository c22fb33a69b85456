using Actors.Cluster.Internal;
using Actors.Internal;
using Actors.Storage.Internal;
using Actors.Storage.Internal.Client;
using Actors.Storage.Internal.Node;
using Actors.Storage.Internal.Planning;
using Akka.Actor;

namespace Actors.Storage;

/// <summary>The object store as seen from a member of the cluster. One for each actor system is enough.</summary>
public sealed class ObjectStore : IObjectStore
{
    private readonly IActorRef _client;
    private readonly Task _ended;

    internal ObjectStore(IActorRef client) => (_client, _ended) = (client, client.WatchAsync());

    /// <summary>
    /// Starts the store's actor, <c>/user/object-store</c>, in a member of the cluster; it finds the storage nodes by the cluster's events. On a storage node
    /// <see cref="StorageService.Start"/> comes first. The store ends with the actor system.
    /// </summary>
    /// <exception cref="ActorsException">A setting under <c>actors.storage</c> is wrong.</exception>
    public static ObjectStore Start(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var settings = StorageSettings.From(system.Settings.Config);
        return new ObjectStore(system.ActorOf(StoreClient.Props(settings, RingWatch.Props(StorageNode.Name)), "object-store"));
    }

    public async Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(content);
        var prefix = await ContentStart.ReadAsync(content, cancellation).ConfigureAwait(false);
        var done = Completion<PutResult>();
        if (prefix.Length > StorageLimits.InlineBytes)
        {
            _client.Tell(new UploadCommand(id, name, prefix, content, done, cancellation), ActorRefs.NoSender);
        }
        else
        {
            var info = new ObjectInfo(id, name, ObjectState.Present, prefix.Length, Digest.Of(prefix.Span));
            _client.Tell(new PutCommand(info, prefix, done), ActorRefs.NoSender);
        }

        return await AnswerAsync(done, cancellation).ConfigureAwait(false);
    }

    public async Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default)
    {
        var (asked, found) = await FollowAsync(id, content: true, cancellation).ConfigureAwait(false);
        if (found.Info.State != ObjectState.Present)
            throw new ActorsException(ErrorCodes.Incomplete, $"Object {id} is declared, and its content is still being made.");
        var info = Named(asked, found.Info);
        if (found.Info.Length <= StorageLimits.InlineBytes)
            return new ObjectReader(info, new MemoryStream(Verified(found), writable: false));
        var done = Completion<Stream>();
        _client.Tell(new DownloadCommand(found.Info, found.Node, done), ActorRefs.NoSender);
        return new ObjectReader(info, await AnswerAsync(done, CancellationToken.None).ConfigureAwait(false)); // at once; given up, nobody would close it
    }

    public async Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default) =>
        (await FindAsync(id, content: false, cancellation).ConfigureAwait(false)).Info;

    public async Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        List<ObjectInfo> all = [];
        for (var rest = query; ;)
        {
            var done = Completion<ListPage>();
            _client.Tell(new ListCommand(rest, done), ActorRefs.NoSender);
            var page = await AnswerAsync(done, cancellation).ConfigureAwait(false);
            all.AddRange(page.Records);
            if (!page.More || page.Records.Count == 0 || all.Count >= query.Limit)
                return all;
            rest = rest with { After = page.Records[^1].Id, Limit = query.Limit - all.Count };
        }
    }

    public Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default)
    {
        CheckName(name);
        return RecordAsync(ObjectInfo.Declared(output, name), cancellation);
    }

    public async Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default)
    {
        var content = await StatAsync(target, cancellation).ConfigureAwait(false);
        if (content is not { State: ObjectState.Present, Target: null })
            throw new ActorsException(ErrorCodes.Invalid, $"Output {output} cannot be bound to {target}, which has no content of its own.");
        await RecordAsync(content with { Id = output, Name = "", Target = target }, cancellation).ConfigureAwait(false);
    }

    private static TaskCompletionSource<T> Completion<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<T> AnswerAsync<T>(TaskCompletionSource<T> done, CancellationToken cancellation) =>
        done.Task.OrEndAsync(_ended, ErrorCodes.Unavailable, cancellation);

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > StorageLimits.NameChars)
            throw new ActorsException(ErrorCodes.Invalid, $"The name has {name.Length} characters; at most {StorageLimits.NameChars} are allowed.");
    }

    private static ObjectInfo Named(ObjectInfo asked, ObjectInfo content) => asked.Id == content.Id ? content : asked with { Length = content.Length, Digest = content.Digest };

    private static byte[] Verified(FoundObject found) => Digest.Of(found.Content.Span) == found.Info.Digest
        ? found.Content.ToArray()
        : throw new ActorsException(ErrorCodes.Failed, $"Object {found.Info.Id}: the {found.Content.Length} bytes received are not its content.");

    /// <summary>The id's own record, and the one that has the content.</summary>
    private async Task<(ObjectInfo Asked, FoundObject Found)> FollowAsync(ObjectId id, bool content, CancellationToken cancellation)
    {
        var asked = await FindAsync(id, content, cancellation).ConfigureAwait(false);
        // A binding is one step: its target has content of its own, so this never goes in circles.
        return asked.Info.Target is { } target ? (asked.Info, await FindAsync(target, content, cancellation).ConfigureAwait(false)) : (asked.Info, asked);
    }

    private Task<FoundObject> FindAsync(ObjectId id, bool content, CancellationToken cancellation)
    {
        var done = Completion<FoundObject>();
        _client.Tell(new FindCommand(id, content, done), ActorRefs.NoSender);
        return AnswerAsync(done, cancellation);
    }

    private async Task RecordAsync(ObjectInfo info, CancellationToken cancellation)
    {
        var done = Completion<PutResult>();
        _client.Tell(new PutCommand(info, default, done), ActorRefs.NoSender);
        await AnswerAsync(done, cancellation).ConfigureAwait(false);
    }
}
