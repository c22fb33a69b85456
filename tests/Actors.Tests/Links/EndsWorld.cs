using Actors.Links;
using Actors.Links.Internal;
using Google.Protobuf;

namespace Actors.Tests.Links;

/// <summary>
/// Content that is read piece by piece at one end and message by message at the other, with a network between them that keeps the order, loses and doubles messages, and is cut for a while
/// now and then. When a link is lost, another one goes on behind what has come. All by a seed, in virtual time.
/// </summary>
internal sealed class EndsWorld
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(100);

    private readonly Random _random;
    private readonly double _loss;
    private readonly int _count;
    private readonly Queue<ILinkMessage> _toReceiver = new();
    private readonly Queue<ILinkMessage> _toSender = new();
    private readonly List<LinkEnd> _ends = [];
    private readonly LinkReadStream _stream = new();
    private LinkOutlet _outlet = null!;
    private Action? _endRead; // of the piece that is being read
    private int _received;
    private TimeSpan _now = TimeSpan.FromSeconds(1000);
    private TimeSpan _cutUntil;

    public EndsWorld(int seed, int count, double loss)
    {
        (_random, _count, _loss) = (new Random(seed), count, loss);
        Settings = new LinkSettings(_random.Next(1, 9), Interval: TimeSpan.FromMilliseconds(250), PeerTimeout: TimeSpan.FromSeconds(2), StallTimeout: TimeSpan.FromSeconds(60));
        _stream.Attach(told => ((LinkRead)told).By.Consume(1));
        Open();
    }

    public const int MostOfPiece = 5;

    public LinkSettings Settings { get; }

    public List<int> Read { get; } = [];

    public int Links { get; private set; }

    public long MostHeld { get; private set; }

    public int MostUnread { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>Whether every end knows that its link is over.</summary>
    public bool AreAllOver => _ends.All(end => end.IsOver);

    /// <param name="steps">At most.</param>
    /// <param name="until">Ends it.</param>
    /// <param name="cuts">How many of a thousand steps cut the network.</param>
    public void Run(int steps, Func<bool> until, int cuts = 0)
    {
        for (var step = 0; step < steps && !until(); step++)
        {
            if (_random.Next(1000) < cuts)
                Cut();
            else
                Step(_random.Next(8));
            MostHeld = Math.Max(MostHeld, _outlet.Unacknowledged);
            MostUnread = Math.Max(MostUnread, _received - Read.Count);
        }
    }

    private void Open()
    {
        var from = _received;
        Links++;
        var outlet = _outlet = new LinkOutlet(Links, Settings, message => Carry(_toReceiver, message), () => _now);
        LinkFeed? feed = null;
        feed = new LinkFeed(outlet, () => _endRead = () =>
        {
            var piece = Enumerable.Range(from, Math.Min(_random.Next(1, MostOfPiece), _count - from)).ToList();
            from += piece.Count;
            feed!.Give(piece.Select(number => ByteString.CopyFrom(BitConverter.GetBytes(number))), from == _count ? ByteString.Empty : null);
        });
        var inlet = new LinkInlet(Links, Settings, message => Carry(_toSender, message), () => _now) { Position = () => _stream.Position };
        inlet.Delivered = (payload, last) =>
        {
            IsDone = last;
            if (last)
                return;
            _received++;
            _stream.Add(payload, inlet);
        };
        inlet.Ended = failure =>
        {
            if (failure is not null)
                Open();
        };
        _ends.AddRange([outlet, inlet]);
        feed.GoOn();
        inlet.Open();
    }

    private void Step(int choice)
    {
        switch (choice)
        {
            case 0 or 1 when _endRead is { } end:
                _endRead = null;
                end();
                break;
            case 2 or 3 when _toReceiver.TryDequeue(out var message):
                Hear(message);
                break;
            case 4 or 5 when _toSender.TryDequeue(out var message):
                Hear(message);
                break;
            case 6 when _stream.HasUnread:
                var bytes = new byte[sizeof(int)];
                _stream.ReadExactly(bytes);
                Read.Add(BitConverter.ToInt32(bytes));
                break;
            case 7:
                _now += StepTime;
                foreach (var end in _ends.ToList())
                    end.Tick();
                break;
        }
    }

    private void Hear(ILinkMessage message)
    {
        foreach (var end in _ends.ToList())
            end.On(message);
    }

    /// <summary>What is on its way is lost as well.</summary>
    private void Cut()
    {
        _cutUntil = _now + (StepTime * _random.Next(1, 50));
        _toReceiver.Clear();
        _toSender.Clear();
    }

    private void Carry(Queue<ILinkMessage> queue, object message)
    {
        var copies = _now < _cutUntil || _random.NextDouble() < _loss ? 0 : _random.NextDouble() < _loss / 2 ? 2 : 1;
        for (var i = 0; i < copies; i++)
            queue.Enqueue((ILinkMessage)message);
    }
}
