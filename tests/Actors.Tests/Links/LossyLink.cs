using Actors.Links;
using Actors.Links.Internal;
using Google.Protobuf;

namespace Actors.Tests.Links;

/// <summary>Both ends of a link with a network between them that keeps the order and loses or doubles messages by a seeded chance.</summary>
internal sealed class LossyLink
{
    private readonly Random _random;
    private readonly double _loss;
    private readonly Queue<LinkEffect> _toReceiver = new();
    private readonly Queue<LinkEffect> _toSender = new();
    private readonly int _count;
    private readonly Func<LinkReceiver, LinkSend, TimeSpan, LinkStep<LinkReceiver>> _receive;
    private LinkSender _sender;
    private LinkReceiver _receiver;
    private TimeSpan _now;
    private int _offered;
    private int _held;

    public LossyLink(int seed, int count, double loss, Func<LinkReceiver, LinkSend, TimeSpan, LinkStep<LinkReceiver>>? receive = null)
    {
        _random = new Random(seed);
        _loss = loss;
        _count = count;
        _receive = receive ?? ((state, send, now) => state.Received(send.Sequence, send.Payload, send.Last, now));
        var settings = LinkSettings.Default with { Window = _random.Next(1, 9), PeerTimeout = TimeSpan.FromHours(1) };
        Settings = settings;
        _sender = LinkSender.Open(settings, _now);
        _receiver = Take(LinkReceiver.Open(settings, _now));
    }

    public LinkSettings Settings { get; }

    public List<int> Delivered { get; } = [];

    public int MostHeld { get; private set; }

    public LinkOutcome? SenderEnd => _sender.Outcome;

    public LinkOutcome? ReceiverEnd => _receiver.Outcome;

    /// <summary>Runs until the receiver is finished, in at most <paramref name="steps"/> random steps.</summary>
    public void Run(int steps)
    {
        for (var step = 0; step < steps && _receiver.Outcome is null; step++)
            Step(_random.Next(6));
    }

    private void Step(int choice)
    {
        switch (choice)
        {
            case 0 when _sender.HasRoom && _offered < _count:
                var payload = ByteString.CopyFrom(BitConverter.GetBytes(_offered));
                _offered++;
                _sender = Take(_sender.Offer(payload, last: _offered == _count, _now));
                break;
            case 1 or 2 when _toReceiver.TryDequeue(out var message):
                _receiver = Take(message is LinkSend send ? _receive(_receiver, send, _now) : _receiver.Idle(((LinkShowIdle)message).Next, _now));
                break;
            case 3 when _toSender.TryDequeue(out var message):
                var demand = (LinkDemands)message;
                _sender = Take(_sender.Demanded(demand.Acked, demand.UpTo, demand.Resend, demand.IsRead, _now));
                break;
            case 4 when _held > 0:
                _held--;
                _receiver = Take(_receiver.Consume(1, _now));
                break;
            case 5:
                _now += TimeSpan.FromMilliseconds(300);
                _sender = Take(_sender.Tick(_now));
                _receiver = Take(_receiver.Tick(_now));
                break;
        }
    }

    private T Take<T>(LinkStep<T> step)
    {
        foreach (var effect in step.Effects)
            Carry(effect);
        return step.State;
    }

    private void Carry(LinkEffect effect)
    {
        var queue = effect is LinkDemands ? _toSender : effect is LinkSend or LinkShowIdle ? _toReceiver : null;
        var copies = _random.NextDouble() < _loss ? 0 : _random.NextDouble() < _loss / 2 ? 2 : 1;
        for (var i = 0; queue is not null && i < copies; i++)
            queue.Enqueue(effect);
        if (effect is not LinkDeliver deliver)
            return;
        Delivered.Add(BitConverter.ToInt32(deliver.Payload.Span));
        MostHeld = Math.Max(MostHeld, ++_held);
    }
}
