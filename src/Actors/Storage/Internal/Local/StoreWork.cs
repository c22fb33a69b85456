using Akka.Actor;

namespace Actors.Storage.Internal.Local;

// What the node's actors ask of the store's actors. Tag is the asker's own and comes back with the answer.

/// <summary>Commit this change; answered by <see cref="Written"/> or <see cref="WriteFailed"/>.</summary>
internal sealed record Write(StoreChange Change, object Tag, IActorRef ReplyTo);

internal sealed record Written(object Tag, StoreOutcome Outcome);

/// <summary>The store refused or failed; nothing is acknowledged.</summary>
/// <param name="Tag">The asker's.</param>
/// <param name="Reason">For people.</param>
/// <param name="Undone">It is certain that nothing of it is on the disk: there was no room.</param>
internal sealed record WriteFailed(object Tag, string Reason, bool Undone)
{
    public static WriteFailed Of(object tag, StoreWriteException failure) => new(tag, failure.Message, failure is StoreFullException);
}

/// <summary>Append up to 1 MiB, which must not change until the answer: <see cref="ChunkAppended"/> or <see cref="WriteFailed"/>.</summary>
internal sealed record AppendChunk(IReadOnlyList<ReadOnlyMemory<byte>> Parts, object Tag, IActorRef ReplyTo);

internal sealed record ChunkAppended(object Tag, Chunk Chunk);

/// <summary>Make what was appended durable; answered by <see cref="ChunksSynced"/> or <see cref="WriteFailed"/>.</summary>
internal sealed record SyncChunks(object Tag, IActorRef ReplyTo);

internal sealed record ChunksSynced(object Tag);

/// <summary>The owner appends no more. Its chunks, those included whose answers it has not seen, are kept for a copy that is being committed, or are garbage.</summary>
internal sealed record CloseChunks(IActorRef Owner, bool Keep);

/// <summary>Read the piece at an offset; answered by <see cref="PieceRead"/> or <see cref="CopyUnreadable"/>.</summary>
internal sealed record ReadPiece(StoredObject Copy, long Offset, object Tag, IActorRef ReplyTo);

/// <param name="Tag">The asker's.</param>
/// <param name="Parts">In order, each at most 64 KiB.</param>
internal sealed record PieceRead(object Tag, IReadOnlyList<ReadOnlyMemory<byte>> Parts);

/// <summary>Look a copy up with its content or chunks; answered by <see cref="CopyFound"/> or <see cref="CopyUnreadable"/>.</summary>
internal sealed record FindCopy(ObjectId Id, object Tag, IActorRef ReplyTo);

/// <param name="Tag">The asker's.</param>
/// <param name="Copy">Null: there is none. Inline content is verified.</param>
internal sealed record CopyFound(object Tag, StoredObject? Copy);

/// <summary>The bytes are damaged; the node has been told.</summary>
internal sealed record CopyUnreadable(object Tag, ObjectId Id, string Reason);

/// <summary>A page of copies, all or hints alone; answered by <see cref="CopiesListed"/>.</summary>
internal sealed record ListCopies(ObjectId? After, int Limit, bool HintsOnly, object Tag, IActorRef ReplyTo);

internal sealed record CopiesListed(object Tag, IReadOnlyList<ObjectInfo> Copies);

/// <summary>Which of the offered copies are not held here? <see cref="CopiesWanted"/> goes to the offering node.</summary>
internal sealed record CheckOffer(OfferCopies Offer, IReadOnlySet<ObjectId> Going, IActorRef Holder);

/// <summary>Answer a client's question about an object.</summary>
internal sealed record AnswerGet(GetObject Get, IActorRef Client);

internal sealed record AnswerList(ListObjects List, IActorRef Client);

/// <summary>To the node: a copy of its own has wrong bytes.</summary>
internal sealed record DamageFound(ObjectId Id, string Reason);
