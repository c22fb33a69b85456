using Actors.Futures.Book;
using Actors.Services;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;

namespace Actors.Futures.Internal;

/// <summary>
/// The thin actor around <see cref="FutureBook"/>, one a program: has work computed, tells the program's futures how they stand, releases values, keeps the leases on
/// all workers' shelves, and watches which workers are there.
/// </summary>
internal sealed class FutureTracker : UntypedActor, IWithTimers
{
    // A value that is lost with its worker every time is not made more often than this.
    private const int MaxAttempts = 20;
    private const int ReleasedInOneMessage = 500;

    // A broker that moves does not know its hosts for a moment.
    private const int ListsMissed = 3;
    private const int TicksBetweenLists = 2;
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly FutureCalls _calls;
    private readonly TimeSpan _holdEvery;
    private readonly FutureBook _book;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, List<FutureCell>> _cells = [];
    private readonly Dictionary<string, List<TaskCompletionSource<FuturePlace>>> _readers = [];
    private readonly Dictionary<(string Key, long Serial), CancellationTokenSource> _running = [];
    private readonly Dictionary<string, ReleasedKey> _released = [];
    private readonly Dictionary<string, int> _workers = []; // and how many lists in a row lacked them
    private TimeSpan? _heldAt;
    private bool _isListing;
    private int _ticks;

    public FutureTracker(FutureCalls calls, FuturesSettings settings)
    {
        (_calls, _holdEvery) = (calls, settings.Shelf.Lease / 4);
        _book = new FutureBook(settings.MaxSent, MaxAttempts);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(FutureCalls calls, FuturesSettings settings) => Akka.Actor.Props.Create(() => new FutureTracker(calls, settings));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickEvery);

    protected override void PostStop()
    {
        foreach (var running in _running.Values)
            running.Cancel();
        var failure = new ActorsException(ErrorCodes.Cancelled, "this program has let go of the cluster");
        foreach (var cell in _cells.Values.SelectMany(cells => cells).Where(cell => cell.Status == FutureStatus.Pending))
            cell.Set(FutureStatus.Cancelled, failure);
        foreach (var reader in _readers.Values.SelectMany(readers => readers))
            reader.TrySetResult(new FuturePlace([], null, failure));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Submit submit:
                AddCell(submit.Cell);
                _book.Submit(submit.Cell.Key, submit.Work, submit.Inputs);
                ShowNow(submit.Cell);
                break;
            case Release release:
                if (_cells.TryGetValue(release.Cell.Key, out var cells) && cells.Remove(release.Cell) && cells.Count == 0)
                    _cells.Remove(release.Cell.Key);
                _book.Release(release.Cell.Key);
                break;
            case Ended ended:
                End(ended);
                break;
            case Read read:
                Find(read);
                break;
            case NotThere lost:
                _book.Lost(lost.Key, lost.Worker);
                break;
            case Cancel cancel:
                _book.Cancel(cancel.Key, $"{cancel.Key} was cancelled");
                break;
            case Tick:
                Look();
                break;
            case Listed listed:
                _isListing = false;
                Compare(listed.Workers);
                HoldIfDue();
                break;
            case Scattered scattered:
                AddCell(scattered.Cell);
                _book.Scattered(scattered.Cell.Key, scattered.Workers, scattered.SizeBytes);
                ShowNow(scattered.Cell);
                break;
            case Discard discard:
                _released[discard.Key] = new ReleasedKey { Key = discard.Key, Serial = _book.NextSerial() };
                break;
            case NextSerial next:
                next.Answer.TrySetResult(_book.NextSerial());
                break;
            case Where where:
                where.Answer.TrySetResult(where.Keys.Distinct().ToDictionary(key => key, key => (IReadOnlyList<string>)(_book.Find(key)?.Workers.ToArray() ?? [])));
                break;
            case CancelAll all:
                _book.CancelAll("everything was forgotten (restart)");
                all.Answer.TrySetResult();
                break;
            case Leave leave:
                LeaveAsync(leave.Answer);
                break;
            default:
                Unhandled(message);
                break;
        }

        CarryOut();
    }

    private void AddCell(FutureCell cell)
    {
        if (!_cells.TryGetValue(cell.Key, out var cells))
            _cells.Add(cell.Key, cells = []);
        cells.Add(cell);
    }

    /// <summary>What is known already was told to others.</summary>
    private void ShowNow(FutureCell cell)
    {
        if (_book.Find(cell.Key) is { State: RecordState.Done or RecordState.Failed } record)
            Show(cell, record.Failure);
    }

    private static void Show(FutureCell cell, CallFailure? failure) => cell.Set(
        failure is null ? FutureStatus.Finished : failure.Code == ErrorCodes.Cancelled ? FutureStatus.Cancelled : FutureStatus.Failed, failure?.ToException());

    private void Find(Read read)
    {
        if (_book.Find(read.Key) is not { } record)
            read.Answer.TrySetResult(new FuturePlace([], null, new ActorsException(ErrorCodes.Cancelled, $"{read.Key} was released")));
        else if (PlaceOf(record) is { } place)
            read.Answer.TrySetResult(place);
        else if (_readers.TryGetValue(read.Key, out var readers))
            readers.Add(read.Answer);
        else
            _readers.Add(read.Key, [read.Answer]);
    }

    private static FuturePlace? PlaceOf(FutureRecord record) => record.State switch
    {
        RecordState.Done => new FuturePlace([.. record.Workers], record.Value, null),
        RecordState.Failed => new FuturePlace([], null, record.Failure!.ToException()),
        _ => null,
    };

    private void End(Ended ended)
    {
        if (_running.Remove((ended.Key, ended.Serial), out var running))
            running.Dispose();
        if (ended.Failure is { Code: ErrorCodes.Overloaded or ErrorCodes.Moved } later)
            _book.Retry(ended.Key, ended.Serial, later);
        else if (ended.Failure is { } failure)
            _book.Failed(ended.Key, ended.Serial, failure);
        else if (ended.Computed!.Missing.Count > 0)
            _book.InputsMissing(ended.Key, ended.Serial, ended.Computed.Missing);
        else
            Take(ended, ended.Computed);
    }

    private void Take(Ended ended, FutureComputed computed)
    {
        _workers[computed.Worker] = 0;
        ReadOnlyMemory<byte>? value = computed.Value.IsEmpty ? default(ReadOnlyMemory<byte>?) : computed.Value.Memory;
        _book.Computed(ended.Key, ended.Serial, computed.Worker, value, computed.Copied, computed.Size);
    }

    private void CarryOut()
    {
        foreach (var effect in _book.TakeEffects())
            CarryOut(effect);
    }

    private void CarryOut(BookEffect effect)
    {
        switch (effect)
        {
            case SendWork send:
                Send(send);
                break;
            case StopWork(var key, var serial):
                if (_running.Remove((key, serial), out var running))
                    running.Cancel();
                break;
            case ReleaseData(var key, var serial):
                _released[key] = new ReleasedKey { Key = key, Serial = serial };
                break;
            case Settled(var key, var failure):
                Tell(key, failure);
                break;
            case Unsettled(var key):
                _log.Debug("The value {0} is lost", key);
                foreach (var cell in _cells.GetValueOrDefault(key) ?? [])
                    cell.Set(FutureStatus.Pending, null);
                break;
        }
    }

    private void Send(SendWork send)
    {
        var cancel = new CancellationTokenSource();
        _running.Add((send.Key, send.Serial), cancel);
        ComputeAsync(send, cancel.Token).PipeTo(Self);
    }

    private async Task<Ended> ComputeAsync(SendWork send, CancellationToken cancel)
    {
        try
        {
            return new Ended(send.Key, send.Serial, await _calls.ComputeAsync(send, cancel).ConfigureAwait(false), null);
        }
        catch (Exception failure)
        {
            return new Ended(send.Key, send.Serial, null, CallFailures.Of(failure));
        }
    }

    private void Tell(string key, CallFailure? failure)
    {
        foreach (var cell in _cells.GetValueOrDefault(key) ?? [])
            Show(cell, failure);
        if (_book.Find(key) is not { } record || PlaceOf(record) is not { } place || !_readers.Remove(key, out var readers))
            return;
        foreach (var reader in readers)
            reader.TrySetResult(place);
    }

    private void Look()
    {
        var hasNews = _released.Count > 0 || _ticks++ % TicksBetweenLists == 0;
        if (_isListing || !hasNews || (_book.Count == 0 && _released.Count == 0))
            return;
        _isListing = true;
        ListAsync().PipeTo(Self);
    }

    /// <summary>With a list that was just made, so that no worker keeps what another run left there.</summary>
    private void HoldIfDue()
    {
        if (_released.Count == 0 && _heldAt is { } last && Now - last < _holdEvery)
            return;
        _heldAt = Now;
        var released = _released.Values.ToArray();
        _released.Clear();
        foreach (var worker in _workers.Keys)
        {
            foreach (var part in released.Length == 0 ? [[]] : released.Chunk(ReleasedInOneMessage))
                _ = HoldAsync(worker, new ShelfHold { Client = _calls.Client, Released = { part } });
        }
    }

    private void LeaveAsync(TaskCompletionSource answer)
    {
        foreach (var running in _running.Values)
            running.Cancel();
        var told = Task.WhenAll(_workers.Keys.Select(worker => HoldAsync(worker, new ShelfHold { Client = _calls.Client, Ends = true })));
        told.ContinueWith(_ => answer.TrySetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task HoldAsync(string worker, ShelfHold hold)
    {
        try
        {
            await _calls.HoldAsync(worker, hold).ConfigureAwait(false);
        }
        catch (ActorsException failure)
        {
            // A worker that is not there holds nothing; one that was out of reach lets go when the lease ends, if not before.
            _log.Debug("Worker {0} was not told what is held: {1}", worker, failure.Message);
        }
    }

    private async Task<Listed> ListAsync()
    {
        try
        {
            return new Listed(await _calls.WorkersAsync(default).ConfigureAwait(false));
        }
        catch (ActorsException)
        {
            return new Listed(null);
        }
    }

    private void Compare(IReadOnlyList<string>? workers)
    {
        if (workers is null)
            return;
        foreach (var worker in workers)
            _workers[worker] = 0;
        foreach (var worker in _workers.Keys.Except(workers).ToArray())
        {
            if (++_workers[worker] < ListsMissed)
                continue;
            _workers.Remove(worker);
            _book.WorkerGone(worker);
        }
    }

    /// <summary>A future is made of work.</summary>
    public sealed record Submit(FutureCell Cell, FutureWork Work, IReadOnlyList<string> Inputs);

    /// <summary>A future is gone.</summary>
    public sealed record Release(FutureCell Cell);

    public sealed record Cancel(string Key);

    /// <summary>A future is made of a value that is on these workers.</summary>
    public sealed record Scattered(FutureCell Cell, IReadOnlyList<string> Workers, long SizeBytes);

    /// <summary>What was put on workers under the key is not wanted after all.</summary>
    public sealed record Discard(string Key);

    /// <summary>A serial for what is about to be put on workers.</summary>
    public sealed record NextSerial(TaskCompletionSource<long> Answer);

    public sealed record Where(IReadOnlyList<string> Keys, TaskCompletionSource<IReadOnlyDictionary<string, IReadOnlyList<string>>> Answer);

    public sealed record CancelAll(TaskCompletionSource Answer);

    /// <summary>Tell all workers that nothing is held any more.</summary>
    public sealed record Leave(TaskCompletionSource Answer);

    /// <summary>Where is it? Answered when it is somewhere.</summary>
    public sealed record Read(string Key, TaskCompletionSource<FuturePlace> Answer);

    /// <summary>A worker did not have what it should have.</summary>
    public sealed record NotThere(string Key, string Worker);

    private sealed record Ended(string Key, long Serial, FutureComputed? Computed, CallFailure? Failure);

    private sealed record Listed(IReadOnlyList<string>? Workers);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
