using Actors.Futures;
using Actors.Futures.Book;
using Actors.Futures.Shelves;
using Actors.Services;

namespace Actors.Tests.Futures;

/// <summary>
/// A client's book and the shelves of workers in a world that a seed decides: replies are late or come twice, workers are lost with all they have and others come, futures are
/// cancelled and released at any time. A value is the sum of its number and its inputs, so a wrong one shows.
/// </summary>
internal sealed class FutureSimulation(int seed)
{
    private const string Client = "client";
    private static readonly CallFailure Own = new() { Code = ErrorCodes.Failed, Message = "own" };

    private readonly Random _random = new(seed);
    private readonly FutureBook _book = new(maxSent: 8, maxAttempts: 1000);
    private readonly Dictionary<string, Node> _nodes = [];
    private readonly List<Node> _order = [];
    private readonly Dictionary<string, Shelf> _workers = [];
    private readonly List<Action> _pending = [];
    private readonly Dictionary<string, CallFailure?> _settled = [];
    private readonly HashSet<(string Key, long Serial)> _stopped = [];
    private int _names;

    /// <summary>Runs beyond the first of each key, and how many values were lost while they were needed.</summary>
    public int Repeated { get; private set; }

    public void Run(int steps)
    {
        for (var i = 0; i < 3; i++)
            AddWorker();
        for (var i = 0; i < steps; i++)
        {
            Disturb();
            CarryOut();
            Deliver();
        }

        Settle();
        Check();
        ReleaseAll();
    }

    private void Disturb()
    {
        switch (_random.Next(12))
        {
            case < 6:
                Submit();
                break;
            case 6 when _workers.Count > 1:
                Lose(Pick(_workers.Keys.ToArray()));
                break;
            case 7:
                AddWorker();
                break;
            case 8 when Held() is [_, ..] held:
                var released = Pick(held);
                released.Handles--;
                _book.Release(released.Key);
                break;
            case 9 when _random.Next(4) == 0 && Held() is [_, ..] held:
                _book.Cancel(Pick(held).Key, "cancelled");
                break;
            case 10 when _workers.Values.ToArray() is [_, ..] shelves && _random.Next(3) == 0:
                Pick(shelves).Clear(); // somebody restarts everything
                break;
        }
    }

    private void Submit()
    {
        Node node;
        if (_order.Count > 0 && _random.Next(4) == 0)
        {
            node = Pick(_order);
        }
        else
        {
            var inputs = Held() is [_, ..] held ? Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(held)).Distinct().ToArray() : [];
            node = new Node($"k{_order.Count}", inputs, Fails: _random.Next(25) == 0);
            _nodes.Add(node.Key, node);
            _order.Add(node);
        }

        // Whoever asks again for what he let go of has its inputs in hand.
        foreach (var input in node.Inputs.Where(input => _book.Find(input.Key) is null))
            return;
        node.Handles++;
        _book.Submit(node.Key, new FutureWork(new FunctionName(), []), node.Inputs.Select(input => input.Key));
    }

    private void CarryOut()
    {
        foreach (var effect in _book.TakeEffects())
        {
            switch (effect)
            {
                case SendWork send:
                    Start(send);
                    break;
                case PauseWork(var key, var serial, _):
                    _pending.Add(() => _book.Resume(key, serial));
                    break;
                case StopWork(var key, var serial):
                    _stopped.Add((key, serial));
                    break;
                case ReleaseData(var key, var serial):
                    foreach (var worker in _workers.Keys)
                        _pending.Add(() => _workers.GetValueOrDefault(worker)?.Release(Client, key, serial, TimeSpan.Zero));
                    break;
                case Settled(var key, var failure):
                    _settled[key] = failure;
                    break;
                case Unsettled(var key):
                    _settled.Remove(key);
                    break;
            }
        }
    }

    private void Deliver()
    {
        for (var i = _random.Next(4); i > 0 && _pending.Count > 0; i--)
        {
            var at = _random.Next(_pending.Count);
            var next = _pending[at];
            _pending.RemoveAt(at);
            next();
        }
    }

    /// <summary>
    /// A run may happen twice, when its host was given up and was not dead: then on workers of that time, which hear of releases. (A second run on a worker that came after the release leaves its
    /// value there until the client's lease ends: ADR 0074.)
    /// </summary>
    private void Start(SendWork send)
    {
        var known = _workers.Keys.ToArray();
        if (_random.Next(10) > 0)
        {
            _pending.Add(() => Compute(send, Pick(_workers.Keys.ToArray())));
            return;
        }

        // One of the two is done for sure.
        var hasRun = false;
        for (var i = 0; i < 2; i++)
        {
            var last = i == 1;
            _pending.Add(() =>
            {
                if (known.Where(_workers.ContainsKey).ToArray() is [_, ..] left)
                    Compute(send, Pick(left));
                else if (last || !hasRun)
                    _book.Retry(send.Key, send.Serial, Own);
                hasRun = true;
            });
        }
    }

    private void Compute(SendWork send, string worker)
    {
        if (_stopped.Contains((send.Key, send.Serial)))
            return;
        if (_random.Next(20) == 0)
        {
            var isFull = _random.Next(2) == 0;
            _pending.Add(() =>
            {
                if (isFull)
                    _book.NoRoom(send.Key, send.Serial, worker, 8);
                else
                    _book.Refused(send.Key, send.Serial);
            });
            return;
        }

        var shelf = _workers[worker];
        var unreached = new List<FutureInput>();
        var node = _nodes[send.Key];
        var sum = node.Number;
        var missing = new List<FutureInput>();
        var copied = new List<string>();
        foreach (var input in send.Inputs)
        {
            if (_random.Next(20) == 0)
            {
                unreached.Add(input);
                continue;
            }

            var from = input.Workers.Prepend(worker).FirstOrDefault(holder => _workers.TryGetValue(holder, out var other) && other.TryGet(input.Key, out _));
            if (from is null)
            {
                missing.Add(input);
                continue;
            }

            _workers[from].TryGet(input.Key, out var bytes);
            sum += BitConverter.ToInt64(bytes.Span);
            if (from != worker)
            {
                shelf.Put(input.Key, bytes, Client, send.Serial, TimeSpan.Zero);
                copied.Add(input.Key);
            }
        }

        if (missing.Count + unreached.Count > 0)
        {
            _pending.Add(() => _book.InputsMissing(send.Key, send.Serial, missing, unreached));
            return;
        }

        if (node.Fails)
        {
            _pending.Add(() => _book.Failed(send.Key, send.Serial, Own));
            return;
        }

        if (node.Runs++ > 0)
            Repeated++;
        shelf.Put(send.Key, BitConverter.GetBytes(sum), Client, send.Serial, TimeSpan.Zero);
        _pending.Add(() => _book.Computed(send.Key, send.Serial, worker, null, copied));
    }

    private void AddWorker() => _workers.Add($"w{_names++}", new Shelf(new ShelfTerms()));

    private void Lose(string worker)
    {
        _workers.Remove(worker);
        _pending.Add(() => _book.WorkerGone(worker)); // heard of some time later
    }

    private void Settle()
    {
        for (var round = 0; round < 100_000; round++)
        {
            CarryOut();
            if (_pending.Count == 0)
            {
                if (!FindLost())
                    return;
                continue;
            }

            var at = _random.Next(_pending.Count);
            var next = _pending[at];
            _pending.RemoveAt(at);
            next();
        }

        throw new InvalidOperationException($"seed {seed}: it does not come to rest");
    }

    /// <summary>Reads all that is held, as a program does, and tells of what is not where it should be.</summary>
    private bool FindLost()
    {
        var lost = Held().Select(node => _book.Find(node.Key)!).Where(record => record.State == RecordState.Done)
            .SelectMany(record => record.Workers.Where(worker => !_workers.TryGetValue(worker, out var shelf) || !shelf.TryGet(record.Key, out _)).Select(worker => (record.Key, worker)))
            .ToArray();
        foreach (var (key, worker) in lost)
            _book.Lost(key, worker);
        return lost.Length > 0;
    }

    private void Check()
    {
        foreach (var node in Held())
        {
            var record = _book.Find(node.Key)!;
            if (record.State == RecordState.Failed)
            {
                Assert(record.Failure!.Code == ErrorCodes.Cancelled || node.AnyFails, $"{record} failed as {record.Failure}");
                continue;
            }

            Assert(record.State == RecordState.Done, $"{record} is not done");
            Assert(_settled.TryGetValue(node.Key, out var failure) && failure is null, $"{record}: nobody was told");
            _workers[record.Workers[0]].TryGet(node.Key, out var value);
            Assert(BitConverter.ToInt64(value.Span) == node.Value, $"{record} has a wrong value");
        }
    }

    private void ReleaseAll()
    {
        foreach (var node in Held())
        {
            for (; node.Handles > 0; node.Handles--)
                _book.Release(node.Key);
        }

        Settle();
        Assert(_book.Count == 0, $"{_book.Count} records stay: {_book.Records.FirstOrDefault()}");
        Assert(_book.SentCount == 0, $"{_book.SentCount} attempts are counted still");
        foreach (var (worker, shelf) in _workers)
            Assert(shelf.Usage == (0, 0), $"{string.Join(' ', shelf.Keys("", 10))} stay on {worker}");
    }

    private void Assert(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException($"seed {seed}: {otherwise}");
    }

    private Node[] Held() => [.. _order.Where(node => node.Handles > 0)];

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private sealed record Node(string Key, Node[] Inputs, bool Fails)
    {
        public int Handles { get; set; }

        public int Runs { get; set; }

        public long Number { get; } = long.Parse(Key[1..]) + 1;

        public long Value { get; } = long.Parse(Key[1..]) + 1 + Inputs.Sum(input => input.Value);

        public bool AnyFails { get; } = Fails || Inputs.Any(input => input.AnyFails);
    }
}
