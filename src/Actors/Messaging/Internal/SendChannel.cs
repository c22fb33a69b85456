using Actors.Links;

namespace Actors.Messaging.Internal;

/// <summary>
/// The way to one peer: a bounded queue of envelopes and the link that carries them. Envelopes are numbered, and stay in the queue until the peer has said that they are in its inbox;
/// whenever the link is lost a new one begins with the first that is not. Not for use by several threads.
/// </summary>
/// <remarks>
/// Closed -(an envelope)-> Opening -(ChannelState)-> Open -(the link ends)-> Opening, or Closed when nothing is left. See messaging.proto for the messages.
/// </remarks>
internal sealed class SendChannel(int self, int peer, long incarnation, ChannelTerms terms, Action<object> toPeer)
{
    /// <summary>A peer that was asked so often in vain is asked once a second: it may be down for days, and when it speaks first it is asked at once.</summary>
    private const int EagerAttempts = 40;

    /// <summary>All their frames are with the link.</summary>
    private readonly Queue<Outgoing> _inFlight = new();
    private Queue<Outgoing> _waiting = new();
    private long _first; // the number of the oldest envelope in the queue
    private long _request; // zero: closed
    private LinkOutlet? _outlet;
    private TimeSpan _asked;
    private int _attempts;

    /// <summary>Called for each envelope that has left the queue; the code is null when it is in the peer's inbox, and empty when nothing is to be said.</summary>
    public Action<Outgoing, string?> Settled { get; init; } = (_, _) => { };

    /// <summary>Called with why the peer refuses a link, or why it was lost.</summary>
    public Action<string> Trouble { get; init; } = _ => { };

    public int Peer => peer;

    public int Count => _inFlight.Count + _waiting.Count;

    public long Bytes { get; private set; }

    public bool IsOpen => _outlet is not null;

    /// <summary>Whether what is queued has a chance to leave soon: the peer answers, or has not been asked in vain yet.</summary>
    public bool IsHopeful => IsOpen || _attempts <= 1;

    /// <summary>The link's number; zero: none is open.</summary>
    public long Link { get; private set; }

    /// <summary>Whether what is said of this number is said to this channel.</summary>
    public bool Owns(long number) => number != 0 && number == (IsOpen ? Link : _request);

    public bool HasRoomFor(Outgoing envelope) => Count == 0 || (Count < terms.QueueCapacity && Bytes + envelope.Bytes <= terms.QueueBytes);

    public void Enqueue(Outgoing envelope)
    {
        _waiting.Enqueue(envelope);
        Bytes += envelope.Bytes;
        if (_request == 0)
            Request();
        else
            Pump();
    }

    public void On(ChannelState state)
    {
        if (IsOpen && state.Link == Link && state.Taken <= _first + _inFlight.Count)
        {
            Settle(state);
        }
        else if (!IsOpen && _request != 0 && state.Request == _request && state.Taken <= _first + Count)
        {
            Settle(state);
            Open(state.Link);
        }
    }

    /// <summary>The peer has shown that it is up.</summary>
    public void Nudge()
    {
        if (_request != 0 && !IsOpen && _attempts > 1)
            Ask();
    }

    public void On(LinkDemand demand) => _outlet?.On(demand);

    public void On(LinkBroken broken)
    {
        if (_outlet is null)
            Trouble(broken.Reason);
        _outlet?.On(broken);
    }

    /// <summary>To be called several times an interval.</summary>
    public void Tick()
    {
        _outlet?.Tick();
        var wait = IsOpen || _attempts > EagerAttempts ? terms.Link.Interval : terms.RetryInterval;
        // On an open link: an acknowledgement may have been lost.
        if (_request != 0 && Count > 0 && terms.Now() - _asked >= wait)
            Ask();
    }

    /// <summary>Empties the queue; what comes afterwards goes over another link, behind a gap in the numbers.</summary>
    public void Clear(string code)
    {
        var (sent, left) = (_inFlight.Count, _inFlight.Concat(_waiting).ToList());
        Close(ErrorCodes.Cancelled, "what it carried was dropped");
        _first += sent;
        (_waiting, Bytes) = (new Queue<Outgoing>(), 0);
        foreach (var envelope in left)
            Settled(envelope, code);
    }

    /// <summary>Tells the peer that nothing more comes.</summary>
    public void Close(string code, string reason)
    {
        if (_outlet is { } outlet)
        {
            outlet.Ended = _ => { };
            outlet.Break(code, reason);
        }

        Lose();
        (_request, _attempts) = (0, 0);
    }

    private void Request()
    {
        (_request, _attempts) = (terms.NewNumber(), 0);
        Ask();
    }

    private void Ask()
    {
        (_asked, _attempts) = (terms.Now(), _attempts + 1);
        toPeer(new OpenChannel { Pid = self, To = peer, Incarnation = incarnation, Request = _request, First = _first, Link = Link });
    }

    private void Open(long link)
    {
        (Link, _attempts, _asked) = (link, 0, terms.Now());
        _outlet = new LinkOutlet(link, terms.Link, toPeer, terms.Now) { Advanced = Pump, Ended = OnEnded };
        Pump();
    }

    private void Pump()
    {
        while (_outlet is { HasRoom: true } outlet && _waiting.TryDequeue(out var envelope))
        {
            // The state is moved first: offering may call back.
            _inFlight.Enqueue(envelope);
            foreach (var frame in envelope.Frames)
                outlet.Offer(frame);
        }
    }

    private void Settle(ChannelState state)
    {
        if (state.Taken > _first)
            _asked = terms.Now();
        while (_first < state.Taken && (_inFlight.TryDequeue(out var envelope) || _waiting.TryDequeue(out envelope)))
        {
            Bytes -= envelope.Bytes;
            var number = _first++;
            Settled(envelope, state.Lost.FirstOrDefault(lost => lost.From <= number && number < lost.To)?.Code);
        }
    }

    private void OnEnded(ActorsException? failure)
    {
        Lose();
        // "Not found" is a peer that has been restarted and only waits to be asked.
        var restarted = failure is { Code: ErrorCodes.NotFound };
        if (failure is not null && !restarted)
            Trouble(failure.Message);
        (_request, _attempts, _asked) = Count == 0 ? (0, 0, _asked) : (terms.NewNumber(), restarted ? 0 : 2, terms.Now());
        if (restarted && Count > 0)
            Ask();
    }

    /// <summary>What was on its way waits again.</summary>
    private void Lose()
    {
        (_outlet, Link) = (null, 0);
        if (_inFlight.Count == 0)
            return;
        _waiting = new Queue<Outgoing>(_inFlight.Concat(_waiting));
        _inFlight.Clear();
    }
}
