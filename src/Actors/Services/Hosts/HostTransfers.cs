using Actors.Links;
using Actors.Links.Internal;
using Actors.Services.Internal;
using Actors.Services.Transfers;

namespace Actors.Services.Hosts;

/// <summary>The large arguments and replies of a host's calls while they travel. Part of the host's actor.</summary>
internal sealed class HostTransfers(LinkActors links, ServiceRoute route, string host, long mostBytes, LinkSettings settings)
{
    // So that two hosts that come for the arguments of one call do not do it by links of one number.
    private readonly long _salt = CallId.FromKey("", host).LinkNumber;
    private readonly ByteBudget<HeldCall> _arguments = new(mostBytes);
    private readonly Dictionary<HeldCall, ValueWish> _fetches = [];
    private readonly Dictionary<long, long> _sending = []; // bytes by link
    private readonly Queue<int> _slots = new(); // of calls whose replies are more than may be on their way
    private long _count;
    private long _sendingBytes;

    /// <summary>By which others reach this host.</summary>
    public string Path { get; set; } = "";

    public bool IsSending => _sending.Count > 0;

    public void Fetch(HeldCall call)
    {
        _arguments.Ask(call, call.LargeBytes);
        Advance();
    }

    /// <summary>The call's arguments are not needed any more, be they there or not.</summary>
    public void Drop(HeldCall call)
    {
        if (_fetches.Remove(call, out var wish))
            links.Stop(wish.Link);
        _arguments.Release(call);
        Advance();
    }

    /// <summary>Whose arguments these are; null: nobody waits for them.</summary>
    public HeldCall? CallOf(ValueCame came) => came.Wish.For is HeldCall call && _fetches.TryGetValue(call, out var wish) && wish == came.Wish && _fetches.Remove(call) ? call : null;

    /// <summary>Offers a large reply to a client.</summary>
    /// <returns>
    /// What to tell the client. Asked for again, it comes by a link of its own: the client may have given the one before up, and its end here, which has sent half of it, not know yet.
    /// </returns>
    public CallReply Offer(string client, CallReply reply)
    {
        var offer = new LargeValue { Link = NextLink(CallId.FromWire(reply.CallId)), Source = Path, Bytes = reply.Value.Length };
        _sending.Add(offer.Link, offer.Bytes);
        _sendingBytes += offer.Bytes;
        links.Start(offer.Link, ValueSource.Props(new ValueOffer(offer.Link, reply.Value.Memory, default, client, settings), route));
        return new CallReply { CallId = reply.CallId, Large = offer };
    }

    /// <summary>A link has ended, one way or the other.</summary>
    /// <returns>Whose arguments were to come by it. That it has said nothing of them before means that it has failed.</returns>
    public HeldCall? Ended(long link)
    {
        if (_sending.Remove(link, out var bytes))
            _sendingBytes -= bytes;
        var call = _fetches.FirstOrDefault(fetch => fetch.Value.Link == link).Key;
        if (call is not null)
            _fetches.Remove(call);
        return call;
    }

    /// <summary>A call has ended with a large reply: its slot takes the next call when not too much is on its way.</summary>
    public void Hold(int slot) => _slots.Enqueue(slot);

    public bool TryFree(out int slot)
    {
        slot = 0;
        return _sendingBytes <= mostBytes && _slots.TryDequeue(out slot);
    }

    private void Advance()
    {
        while (_arguments.TryNext(out var call))
        {
            var link = NextLink(call.Id);
            var ask = new FetchArguments { CallId = call.Call.CallId, Link = link, Host = Path };
            _fetches[call] = new ValueWish(link, call, (int)call.LargeBytes, call.Client, ask, settings);
            links.Start(link, ValueSink.Props(_fetches[call], route));
        }
    }

    private long NextLink(CallId call) => ((call.LinkNumber ^ _salt) + ++_count) & long.MaxValue;
}
