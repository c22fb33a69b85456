using Actors.Dataflow;
using Actors.Dataflow.Nodes;
using Actors.Dataflow.Wire;
using Actors.Links;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>
/// An edge between two nodes: numbers go in at one end and come out at the other, with a network between that keeps the order, loses and doubles messages and is cut for a while now and then.
/// Either end is lost at times, and another one takes its place. All by a seed, in virtual time.
/// </summary>
internal sealed class EdgeWorld
{
    private const int MaxEvent = 200_000;
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(100);

    private readonly Random _random;
    private readonly bool _keeps;
    private readonly int _count;
    private readonly int _window;
    private readonly double _loss;
    private readonly LinkSettings _settings;
    private readonly Queue<Sent> _toReceiver = new();
    private readonly Queue<Sent> _toSender = new();
    private SenderEnd _sender = null!;
    private ReceiverEnd _receiver = null!;
    private long _lastLink;
    private TimeSpan _now = TimeSpan.FromSeconds(1000);
    private TimeSpan _cutUntil;

    public EdgeWorld(int seed, bool keeps, int count, double loss)
    {
        (_random, _keeps, _count, _loss) = (new Random(seed), keeps, count, loss);
        _window = _random.Next(1, 10);
        _settings = EdgeTerms.Link with { Window = _random.Next(1, 5), Interval = TimeSpan.FromMilliseconds(250) };
        LoseSender();
        LoseReceiver();
        Losses = 0;
    }

    /// <summary>By receiver, the numbers in the order in which they came.</summary>
    public List<List<int>> Arrived { get; } = [];

    /// <summary>What every receiver has seen to.</summary>
    public HashSet<int> Handled { get; } = [];

    /// <summary>Ends that were lost.</summary>
    public int Losses { get; private set; }

    /// <summary>What the sender, who was never lost, has been told that receivers may have lost.</summary>
    public long LostEvents => _sender.Lost;

    public bool IsDone => _sender.IsClosed && _sender.Open == 0 && _receiver is { Edge.IsClosed: true, Waits: false };

    /// <param name="steps">At most.</param>
    /// <param name="receivers">How many of a thousand steps lose the receiver.</param>
    /// <param name="senders">How many lose the sender.</param>
    public void Run(int steps, int receivers = 0, int senders = 0)
    {
        for (var step = 0; step < steps && !IsDone; step++)
        {
            if (_random.Next(1000) < receivers) LoseReceiver();
            if (_random.Next(1000) < senders) LoseSender();
            if (_random.Next(500) == 0) Cut();
            Step(_random.Next(9));
        }
    }

    private void Step(int choice)
    {
        switch (choice)
        {
            case 0 when _sender.Next < _count && _sender.Open < _window:
                _sender.Offer(_random.Next(20) == 0 ? MaxEvent / 2 : 3);
                break;
            case 0 when _sender.Next == _count:
                _sender.Close();
                break;
            case 1 or 2 when _toReceiver.TryDequeue(out var message):
                if (message.To == _receiver) _receiver.Hear(message);
                break;
            case 3 or 4 when _toSender.TryDequeue(out var message):
                if (message.To == _sender || message.To is null) _sender.Hear(message);
                break;
            case 5 or 6:
                _receiver.Handle();
                break;
            case 7:
                _now += StepTime;
                _sender.Tick();
                _receiver.Tick();
                break;
        }
    }

    public void LoseSender()
    {
        Losses++;
        _sender = new SenderEnd(this, _sender is null || _keeps ? 0 : _sender.Next);
        _receiver?.Begin(++_lastLink);
    }

    private void LoseReceiver()
    {
        Losses++;
        Arrived.Add([]);
        _receiver = new ReceiverEnd(this, Arrived[^1]);
        _receiver.Begin(++_lastLink);
    }

    private void Cut()
    {
        _cutUntil = _now + (StepTime * _random.Next(1, 50));
        _toReceiver.Clear();
        _toSender.Clear();
    }

    private void Carry(Queue<Sent> queue, Sent message)
    {
        var copies = _now < _cutUntil || _random.NextDouble() < _loss ? 0 : _random.NextDouble() < _loss / 2 ? 2 : 1;
        for (; copies > 0; copies--) queue.Enqueue(message);
    }

    /// <param name="From">Who says it.</param>
    /// <param name="To">Null: whoever is there.</param>
    /// <param name="Message">What.</param>
    private sealed record Sent(object From, object? To, object Message);

    /// <summary>The sending actor and its end of the edge.</summary>
    private sealed class SenderEnd
    {
        private readonly EdgeSender _edge;
        private LinkOutlet? _outlet;
        private object? _peer;

        public SenderEnd(EdgeWorld world, int next)
        {
            Next = next;
            _edge = new EdgeSender(world._keeps, link => _outlet = new LinkOutlet(link, world._settings, message => world.Carry(world._toReceiver, new Sent(this, _peer, message)), () => world._now))
            {
                Freed = events => Open -= events,
                ReceiverChanged = (_, lost) => (Open, Lost) = (Open - lost, Lost + lost),
            };
        }

        public int Next { get; private set; }

        /// <summary>Events that its credit is used for.</summary>
        public int Open { get; private set; }

        public long Lost { get; private set; }

        public bool IsClosed { get; private set; }

        public void Offer(int size)
        {
            Open++;
            var item = new FlowEvent(new EventId((UInt128)Next), new string((char)('a' + (Next % 26)), size));
            Next++;
            _edge.Accept(((SealedEvent)SealedEvent.Seal(item, MaxEvent).Data!).Frame);
            _edge.Flush();
        }

        public void Close()
        {
            IsClosed = true;
            _edge.Close();
            _edge.Flush();
        }

        public void Hear(Sent sent)
        {
            if (sent.Message is LinkDemand demand && demand.Link > _edge.Link)
            {
                _peer = sent.From;
                _edge.Begin(demand.Link);
            }

            if (sent.Message is EdgeProgress progress) _edge.Take(progress);
            else if (sent.Message is ILinkMessage said && said.Link == _outlet?.Link) _outlet.On(said);
        }

        public void Tick() => _outlet?.Tick();
    }

    /// <summary>The receiving actor and its end of the edge.</summary>
    private sealed class ReceiverEnd
    {
        private readonly EdgeWorld _world;
        private readonly Queue<int> _waiting = new();
        private LinkInlet? _inlet;
        private object? _peer;

        public ReceiverEnd(EdgeWorld world, List<int> arrived)
        {
            _world = world;
            Edge = new EdgeReceiver(SealedEvent.Limit(MaxEvent))
            {
                Delivered = events =>
                {
                    foreach (var item in events)
                    {
                        arrived.Add((int)item.Id.Value);
                        _waiting.Enqueue((int)item.Id.Value);
                    }
                },
            };
        }

        public EdgeReceiver Edge { get; }

        public bool Waits => _waiting.Count > 0;

        public void Begin(long link)
        {
            _peer = null;
            _inlet = new LinkInlet(link, _world._settings, Say, () => _world._now);
            Edge.Begin(_inlet);
        }

        public void Hear(Sent sent)
        {
            if (sent.Message is not ILinkMessage said || said.Link != _inlet!.Link) return;
            _peer = sent.From;
            _inlet.On(said);
        }

        public void Handle()
        {
            if (!_waiting.TryDequeue(out var number)) return;
            _world.Handled.Add(number);
            Edge.Release(1);
        }

        public void Tick()
        {
            _inlet!.Tick();
            if (Edge.Progress is { } progress) Say(progress);
        }

        private void Say(object message) => _world.Carry(_world._toSender, new Sent(this, _peer, message));
    }
}
