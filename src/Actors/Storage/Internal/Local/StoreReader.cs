using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Local;

/// <summary>Reads on a thread of its own and answers those who asked, whoever passed the question on.</summary>
internal sealed class StoreReader(ILocalStore store, IActorRef node) : UntypedActor
{
    // A list stays within a frame: names count up to four bytes a character, the rest of a record about a hundred.
    private const int MaxListBytes = 64 * 1024;
    private const int MaxListRecords = 500;

    public static Props Props(ILocalStore store, IActorRef node) =>
        Akka.Actor.Props.Create(() => new StoreReader(store, node)).WithDispatcher("actors.storage.dispatcher");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AnswerGet(var get, var client):
                client.Tell(Answer(get), node);
                break;
            case AnswerList(var list, var client):
                client.Tell(Answer(list), node);
                break;
            case ReadPiece read:
                Guarded(read.Copy.Info.Id, read.Tag, read.ReplyTo, () => new PieceRead(read.Tag, store.ReadPiece(read.Copy, read.Offset)));
                break;
            case FindCopy find:
                Guarded(find.Id, find.Tag, find.ReplyTo, () => new CopyFound(find.Tag, Verified(find.Id)));
                break;
            case ListCopies list:
                var copies = list.HintsOnly ? store.Hints(list.After, list.Limit) : store.List(list.After, list.Limit);
                list.ReplyTo.Tell(new CopiesListed(list.Tag, copies));
                break;
            case CheckOffer check:
                check.Holder.Tell(Wanted(check), node);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static bool IsInline(ObjectInfo info) => info is { State: ObjectState.Present, Target: null, Length: <= StorageLimits.InlineBytes };

    private ObjectAnswer Answer(GetObject get)
    {
        var id = ObjectId.FromWire(get.Id);
        var answer = new ObjectAnswer { Request = get.Request };
        if (store.Find(id, content: get.Content) is not { } copy)
            return answer;
        answer.Status = AnswerStatus.Held;
        answer.Record = copy.Info.ToWire();
        if (!get.Content || !IsInline(copy.Info))
            return answer;
        try
        {
            answer.Content = UnsafeByteOperations.UnsafeWrap(ContentReads.Verified(copy));
        }
        catch (DamagedCopyException damaged)
        {
            node.Tell(new DamageFound(id, damaged.Message));
            answer.Status = AnswerStatus.Damaged;
        }

        return answer;
    }

    private ObjectList Answer(ListObjects list)
    {
        var reply = new ObjectList { Request = list.Request };
        var limit = Math.Clamp(list.Limit, 1, MaxListRecords);
        var bytes = 0;
        foreach (var info in store.List(list.After.IsEmpty ? null : ObjectId.FromWire(list.After), limit + 1, list.Name.Length == 0 ? null : list.Name))
        {
            var record = info.ToWire();
            bytes += record.CalculateSize();
            if (reply.Records.Count == limit || bytes > MaxListBytes)
            {
                reply.More = true;
                break;
            }

            reply.Records.Add(record);
        }

        return reply;
    }

    private StoredObject? Verified(ObjectId id)
    {
        var copy = store.Find(id, content: true);
        if (copy is not null && IsInline(copy.Info))
            ContentReads.Verified(copy);
        return copy;
    }

    // A disk that failed vouches for nothing: the drop that met the failure may come true at the next start.
    private CopiesWanted Wanted(CheckOffer check)
    {
        var wanted = new CopiesWanted { Request = check.Offer.Request };
        foreach (var record in check.Offer.Records)
        {
            var offered = record.FromWire();
            if (store.Fault is not null || check.Going.Contains(offered.Id) || !Holds(store.Find(offered.Id, content: false), offered))
                wanted.Ids.Add(record.Id);
        }

        return wanted;
    }

    // Another content under the same id is wanted: it will be refused as a conflict, and its holder learns of it.
    private static bool Holds(StoredObject? copy, ObjectInfo offered) =>
        copy is not null && (copy.Info.State > offered.State || (copy.Info with { Name = "" }) == (offered with { Name = "" }));

    private void Guarded(ObjectId id, object tag, IActorRef replyTo, Func<object> read)
    {
        try
        {
            replyTo.Tell(read());
        }
        catch (DamagedCopyException damaged)
        {
            node.Tell(new DamageFound(id, damaged.Message));
            replyTo.Tell(new CopyUnreadable(tag, id, damaged.Message));
        }
    }
}
