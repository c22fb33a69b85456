namespace Actors.Storage.Internal.Local;

/// <summary>One change of a batch; a batch is durable as a whole or not at all.</summary>
internal abstract record StoreChange(ObjectId Id)
{
    /// <summary>Merges a copy into what is there.</summary>
    /// <param name="Copy">Its chunks have been synced before.</param>
    /// <param name="Repair">The content that is there is damaged: replace it.</param>
    public sealed record Put(StoredObject Copy, bool Repair = false) : StoreChange(Copy.Info.Id);

    /// <summary>Marks a copy as one that some owner lacks.</summary>
    public sealed record Unsettle(ObjectId Id) : StoreChange(Id);

    /// <summary>Every owner has these very bytes: it is a hint no more.</summary>
    public sealed record Settle(ObjectId Id, Digest Digest) : StoreChange(Id);

    /// <summary>Every owner has proved to hold these very bytes, and this node is none of them.</summary>
    public sealed record Drop(ObjectId Id, Digest Digest) : StoreChange(Id);
}

internal enum StoreOutcome
{
    /// <summary>Durable as asked.</summary>
    Done,

    /// <summary>Another content is held under this id; nothing was changed.</summary>
    Conflict,

    /// <summary>There is no such copy to change.</summary>
    Missing,
}
