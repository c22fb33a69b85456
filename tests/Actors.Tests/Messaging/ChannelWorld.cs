using System.Runtime.InteropServices;
using Actors.Links;
using Actors.Messaging;
using Actors.Messaging.Internal;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Messaging;

/// <summary>
/// The channel from one server to another, with a network between them that keeps the order and loses or doubles messages, ends that are restarted and cut off, and an inbox
/// of a few places that is read now and then: all by a seed, in virtual time.
/// </summary>
internal sealed class ChannelWorld
{
    private const int Sender = 1;
    private const int Receiver = 2;
    private const int InboxPlaces = 3;
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(50);

    private readonly Random _random;
    private readonly double _loss;
    private readonly int _count;
    private readonly Queue<object> _toReceiver = new();
    private readonly Queue<object> _toSender = new();
    private readonly Queue<PendingArrival> _pending = new();
    private readonly ChannelTerms _terms;
    private readonly SendChannel _sender;
    private ReceiveChannel _receiver = null!;
    private TimeSpan _now = TimeSpan.FromSeconds(1000);
    private int _inInbox;
    private bool _cut;

    public ChannelWorld(int seed, int count, double loss)
    {
        (_random, _count, _loss) = (new Random(seed), count, loss);
        var settings = new ServerSettings { QueueCapacity = _random.Next(1, 9), QueueBytes = 300_000, MaxMessageBytes = 200_000, PeerTimeout = TimeSpan.FromSeconds(3) };
        settings.Validate();
        _terms = ChannelTerms.From(settings, () => _now, () => _random.NextInt64(1, long.MaxValue));
        _sender = new SendChannel(Sender, Receiver, incarnation: 77, _terms, message => Carry(_toReceiver, message)) { Settled = OnSettled };
        StartReceiver();
    }

    /// <summary>The numbers of envelopes in the order in which they got into the inbox, for each incarnation of the receiver.</summary>
    public List<List<int>> Received { get; } = [];

    /// <summary>Those that the sender was told to be in the inbox, and those that it was not.</summary>
    public List<int> Confirmed { get; } = [];

    public List<int> Unconfirmed { get; } = [];

    /// <summary>Dropped by the receiver, as it was cut off.</summary>
    public List<int> Dropped { get; } = [];

    public int Offered { get; private set; }

    public int MostQueued { get; private set; }

    public int MostPending { get; private set; }

    public int QueueCapacity => _terms.QueueCapacity;

    public bool IsSettled => Offered == _count && _sender.Count == 0;

    /// <summary>Runs until all envelopes are settled, in at most <paramref name="steps"/> random steps.</summary>
    /// <param name="restarts">How many of a thousand steps are a restart of the receiver.</param>
    /// <param name="cuts">How many of a thousand steps cut the receiver off, or heal it.</param>
    public void Run(int steps, int restarts = 0, int cuts = 0)
    {
        for (var step = 0; step < steps && !IsSettled; step++)
        {
            var choice = _random.Next(1000);
            if (choice < restarts)
                StartReceiver();
            else if (choice < restarts + cuts)
                _cut = !_cut;
            else
                Step(choice % 8);
            MostQueued = Math.Max(MostQueued, _sender.Count);
            MostPending = Math.Max(MostPending, _pending.Count);
        }
    }

    private void Step(int choice)
    {
        switch (choice)
        {
            case 0 or 1 when Offered < _count && NextEnvelope() is var envelope && _sender.HasRoomFor(envelope):
                Offered++;
                _sender.Enqueue(envelope);
                break;
            case 2 or 3 when _toReceiver.TryDequeue(out var message):
                Deliver(message);
                break;
            case 4 or 5 when _toSender.TryDequeue(out var message):
                Answer(message);
                break;
            case 6:
                _inInbox = Math.Max(0, _inInbox - _random.Next(3));
                Put();
                if (_receiver.OwesState)
                    _receiver.TellState();
                break;
            case 7:
                _now += StepTime;
                _sender.Tick();
                _receiver.Tick();
                break;
        }
    }

    private Outgoing NextEnvelope()
    {
        // The content is made of the number, so that a piece in the wrong place shows.
        var length = 4 * (Offered % 7 == 3 ? 33_000 : 1 + (Offered % 5));
        var content = new byte[length];
        MemoryMarshal.Cast<byte, int>(content.AsSpan()).Fill(Offered);
        var frames = EnvelopeFrames.Cut(Offered, EnvelopeFormat.Bytes, ByteString.CopyFrom(content));
        return new Outgoing(Receiver, frames, frames.Sum(frame => frame.Length), new Receipt([Offered]));
    }

    private void Deliver(object message)
    {
        var link = message switch { LinkData data => data.Link, LinkIdle idle => idle.Link, LinkBroken broken => broken.Link, _ => 0 };
        if (link != 0 && link != _receiver.Link)
        {
            if (message is not LinkBroken)
                Carry(_toSender, new LinkBroken { Link = link, Code = ErrorCodes.NotFound });
            return;
        }

        switch (message)
        {
            case OpenChannel open: _receiver.On(open); break;
            case LinkData data: _receiver.On(data); break;
            case LinkIdle idle: _receiver.On(idle); break;
            case LinkBroken broken: _receiver.On(broken); break;
        }
    }

    private void Answer(object message)
    {
        switch (message)
        {
            case ChannelState state: _sender.On(state); break;
            case LinkDemand demand when _sender.Owns(demand.Link): _sender.On(demand); break;
            case LinkBroken broken when _sender.Owns(broken.Link): _sender.On(broken); break;
        }
    }

    private void Put()
    {
        while (_pending.TryPeek(out var arrival))
        {
            if (arrival.Channel == _receiver && _receiver.Expects(arrival))
            {
                if (!_cut && _inInbox == InboxPlaces)
                    return;
                (_cut ? Dropped : Received[^1]).Add(NumberOf(arrival.Envelope));
                _inInbox += _cut ? 0 : 1;
                _receiver.Take(arrival.Envelope, _cut ? "" : null);
            }

            _pending.Dequeue();
        }
    }

    private static int NumberOf(Arrival envelope)
    {
        var number = (int)envelope.MessageId;
        Assert.False(MemoryMarshal.Cast<byte, int>(envelope.Content!.Span).ContainsAnyExcept(number));
        return number;
    }

    private void StartReceiver()
    {
        Received.Add([]);
        _pending.Clear();
        _inInbox = 0;
        _receiver = new ReceiveChannel(Receiver, Sender, _terms, message => Carry(_toSender, message)) { Arrived = _pending.Enqueue };
    }

    private void OnSettled(Outgoing envelope, string? code) =>
        (code is null ? Confirmed : Unconfirmed).Add((int)EnvelopeFrame.Parser.ParseFrom(envelope.Frames[0]).MessageId);

    private void Carry(Queue<object> network, object message)
    {
        var copies = _random.NextDouble() < _loss ? 0 : _random.NextDouble() < _loss / 2 ? 2 : 1;
        for (var i = 0; i < copies; i++)
            network.Enqueue(message);
    }
}
