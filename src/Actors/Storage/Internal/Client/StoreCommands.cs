namespace Actors.Storage.Internal.Client;

// What the object store asks of its actor. Each has the task that it completes.

/// <summary>Store a record, with content up to 64 KiB.</summary>
internal sealed record PutCommand(ObjectInfo Info, ReadOnlyMemory<byte> Content, TaskCompletionSource<PutResult> Done);

/// <summary>Store a stream of more than 64 KiB.</summary>
/// <param name="Id">Of the object.</param>
/// <param name="Name">Of the object.</param>
/// <param name="Prefix">What was read of the stream already.</param>
/// <param name="Rest">What follows the prefix.</param>
/// <param name="Done">The acknowledgement.</param>
/// <param name="Cancellation">Gives up.</param>
internal sealed record UploadCommand(
    ObjectId Id, string Name, ReadOnlyMemory<byte> Prefix, Stream Rest, TaskCompletionSource<PutResult> Done, CancellationToken Cancellation);

/// <summary>Search for an object; an output that is incomplete is found as such.</summary>
internal sealed record FindCommand(ObjectId Id, bool Content, TaskCompletionSource<FoundObject> Done);

/// <param name="Info">Of the id that was asked for, not of what it is bound to.</param>
/// <param name="Content">Up to 64 KiB, when asked for.</param>
/// <param name="Node">That answered.</param>
internal sealed record FoundObject(ObjectInfo Info, ReadOnlyMemory<byte> Content, string Node);

/// <summary>One page of the list of all nodes.</summary>
internal sealed record ListCommand(ObjectQuery Query, TaskCompletionSource<Planning.ListPage> Done);

/// <summary>Stream the content of a large object.</summary>
internal sealed record DownloadCommand(ObjectInfo Object, string Node, TaskCompletionSource<Stream> Done);
