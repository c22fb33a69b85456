using Actors.Links;
using Google.Protobuf;

namespace Actors.Messaging.Internal;

/// <summary>An envelope that waits for room in the inbox.</summary>
/// <param name="Opening">Which opening of the channel it came by: after a later one it is sent again.</param>
internal readonly record struct PendingArrival(ReceiveChannel Channel, int Opening, Arrival Envelope);

/// <summary>
/// The way from one peer: counts the envelopes that were taken of the peer's incarnation, over however many links they come, so that none is taken twice.
/// Not for use by several threads.
/// </summary>
internal sealed class ReceiveChannel(int self, int peer, ChannelTerms terms, Action<object> toPeer)
{
    private LinkInlet? _inlet;
    private FrameAssembler _assembler = new(terms.MaxMessageBytes);
    private LossBook _losses = LossBook.Empty;
    private long _incarnation; // the peer's
    private long _request;
    private long _taken;
    private bool _hasData;
    private int _opening;

    /// <summary>Called for each envelope in order; <see cref="Take"/> is to follow for each.</summary>
    public Action<PendingArrival> Arrived { get; init; } = _ => { };

    /// <summary>Called with why the link was lost.</summary>
    public Action<string> Trouble { get; init; } = _ => { };

    public int Peer => peer;

    /// <summary>Zero: there is none.</summary>
    public long Link { get; private set; }

    /// <summary>Envelopes were taken, and the peer has not been told.</summary>
    public bool OwesState { get; private set; }

    public void On(OpenChannel open)
    {
        if (open.Link != 0)
            Answer(open);
        else if (open.Request != _request || !_hasData)
            Open(open);
        // Otherwise it is late: the link that it asks for is in use.
    }

    public void On(LinkData data)
    {
        _hasData = true;
        _inlet?.On(data);
    }

    public void On(LinkIdle idle) => _inlet?.On(idle);

    public void On(LinkBroken broken) => _inlet?.On(broken);

    public void Tick() => _inlet?.Tick();

    /// <summary>False: it comes again, over another link, and is to be forgotten.</summary>
    public bool Expects(PendingArrival arrival) => arrival.Opening == _opening;

    /// <summary>An envelope that the channel expects is seen to.</summary>
    /// <param name="arrival">The oldest that was not.</param>
    /// <param name="loss">Null: it is in the inbox. Otherwise why it is not; empty: the sender shall not know.</param>
    public void Take(Arrival arrival, string? loss)
    {
        if (loss is not null)
            _losses = _losses.Add(_taken, loss);
        _taken++;
        OwesState = true;
        _inlet?.Consume(arrival.Frames);
    }

    public void TellState()
    {
        OwesState = false;
        if (Link == 0)
            return;
        var state = new ChannelState { Pid = self, Request = _request, Link = Link, Taken = _taken };
        state.Lost.AddRange(_losses.Ranges);
        toPeer(state);
    }

    public void Close(string code, string reason) => _inlet?.Break(code, reason);

    private void Answer(OpenChannel question)
    {
        _losses = _losses.Below(question.First);
        if (question.Link == Link)
            TellState();
        else
            toPeer(new LinkBroken { Link = question.Link, Code = ErrorCodes.NotFound, Reason = "no such link here" });
    }

    private void Open(OpenChannel open)
    {
        if (open.Incarnation != _incarnation)
            (_incarnation, _taken, _losses) = (open.Incarnation, open.First, LossBook.Empty);
        _taken = Math.Max(_taken, open.First);
        _losses = _losses.Below(open.First);
        (_request, _hasData, _assembler, _opening) = (open.Request, false, new FrameAssembler(terms.MaxMessageBytes), _opening + 1);
        Link = terms.NewNumber();
        _inlet = new LinkInlet(Link, terms.Link, toPeer, terms.Now) { Delivered = OnDelivered, Ended = OnEnded };
        TellState();
        _inlet.Open();
    }

    private void OnDelivered(ByteString payload, bool last)
    {
        try
        {
            if (_assembler.Add(payload) is { } envelope)
                Arrived(new PendingArrival(this, _opening, envelope));
            else if (_assembler.IsSkipping)
                _inlet?.Consume(1);
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or ActorsException)
        {
            _inlet?.Break(ErrorCodes.Invalid, $"what came is no envelope: {failure.Message}");
        }
    }

    private void OnEnded(ActorsException? failure)
    {
        (Link, _inlet) = (0, null);
        if (failure is not null)
            Trouble(failure.Message);
    }
}
