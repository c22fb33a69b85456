using Actors.Links;
using Actors.Links.Internal;
using Actors.Services.Internal;
using Actors.Services.Transfers;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services.Calls;

/// <summary>The large arguments and replies of a program's calls while they travel. Part of the client's actor.</summary>
internal sealed class CallTransfers(LinkActors links, ServiceRoute route, CallBook book, CallTerms terms, LinkSettings settings)
{
    private readonly ByteBudget<FetchThis> _replies = new(terms.MaxLargeBytes);
    private readonly Dictionary<CallId, FetchThis> _fetches = [];

    /// <summary>A host comes for arguments; it says so until they come.</summary>
    public void Send(FetchArguments fetch, IActorRef self)
    {
        if (links.Has(fetch.Link))
            return;
        if (CallId.TryFromWire(fetch.CallId, out var id) && book.Find(id) is { Large: { Bytes: > 0 } arguments })
            links.Start(fetch.Link, ValueSource.Props(new ValueOffer(fetch.Link, arguments.Positional, arguments.Named, fetch.Host, settings), route));
        else
            route.To(fetch.Host, new LinkBroken { Link = fetch.Link, Code = ErrorCodes.Cancelled, Reason = "nobody waits for the call any more" }, self);
    }

    public void Fetch(FetchThis fetch, TimeSpan now)
    {
        if (fetch.Value.Bytes is < 0 or > ServicesSettings.MostBytes || links.Has(fetch.Value.Link))
        {
            book.NotFetched(fetch.Call, now);
            return;
        }

        _fetches[fetch.Call] = fetch;
        _replies.Ask(fetch, fetch.Value.Bytes);
        Advance();
    }

    public void Came(ValueCame came, TimeSpan now)
    {
        if (came.Wish.For is not FetchThis fetch || !_fetches.TryGetValue(fetch.Call, out var current) || current != fetch)
            return;
        Drop(fetch);
        if (came.Bytes is { } value)
            book.Replied(new CallReply { CallId = fetch.Call.ToWire(), Value = UnsafeByteOperations.UnsafeWrap(value) }, now);
        else
            book.NotFetched(fetch.Call, now);
    }

    /// <summary>A link has ended. One that has said nothing before has failed.</summary>
    public void Ended(long link, TimeSpan now)
    {
        if (_fetches.Values.FirstOrDefault(fetch => fetch.Value.Link == link) is not { } fetch)
            return;
        Drop(fetch);
        book.NotFetched(fetch.Call, now);
    }

    /// <summary>To be called now and then: gives up what nobody waits for any more.</summary>
    public void Look()
    {
        foreach (var fetch in _fetches.Values)
        {
            if (book.Find(fetch.Call) is { IsFetching: true })
                continue;
            Drop(fetch);
            links.Stop(fetch.Value.Link);
        }
    }

    private void Drop(FetchThis fetch)
    {
        _fetches.Remove(fetch.Call);
        _replies.Release(fetch);
        Advance();
    }

    private void Advance()
    {
        while (_replies.TryNext(out var fetch))
        {
            var value = fetch.Value;
            links.Start(value.Link, ValueSink.Props(new ValueWish(value.Link, fetch, (int)value.Bytes, value.Source, Ask: null, settings), route));
        }
    }
}
