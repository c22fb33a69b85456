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
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly TrackerPort _port;
    private readonly FutureCalls _calls;
    private readonly FutureBook _book;
    private readonly HoldRounds _rounds;
    private readonly FutureAudience _audience = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _self = Context.Self;
    private readonly Dictionary<(string Key, long Serial), CancellationTokenSource> _running = [];
    private bool _isListing;

    public FutureTracker(TrackerPort port, FutureCalls calls, FuturesSettings settings)
    {
        (_port, _calls) = (port, calls);
        _book = new FutureBook(settings.MaxSent, MaxAttempts);
        _rounds = new HoldRounds(calls.Client, settings.Shelf.Lease / 4);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(TrackerPort port, FutureCalls calls, FuturesSettings settings) => Akka.Actor.Props.Create(() => new FutureTracker(port, calls, settings));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickEvery);

    protected override void PostStop()
    {
        foreach (var running in _running.Values)
            running.Cancel();
        _audience.Dismiss(TrackerPort.Gone);
        _port.End();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TrackerProtocol.Submit submit:
                _book.Submit(submit.Cell.Key, submit.Work, submit.Inputs);
                _audience.Add(submit.Cell, _book.Find(submit.Cell.Key));
                break;
            case TrackerProtocol.Release release:
                _audience.Remove(release.Cell);
                _book.Release(release.Cell.Key);
                if (_book.Find(release.Cell.Key) is null)
                    _audience.Forget(release.Cell.Key);
                break;
            case Ended ended:
                End(ended);
                break;
            case TrackerProtocol.Read read:
                _audience.Read(read, _book.Find(read.Key));
                break;
            case TrackerProtocol.NotThere lost:
                _book.Lost(lost.Key, lost.Worker);
                break;
            case TrackerProtocol.Cancel cancel:
                _book.Cancel(cancel.Key, $"{cancel.Key} was cancelled");
                break;
            case Resume(var key, var serial):
                _book.Resume(key, serial);
                break;
            case Tick:
                Look();
                break;
            case Listed listed:
                _isListing = false;
                Compare(listed.Workers);
                break;
            case NotTold(var worker, var hold):
                _rounds.NotTold(worker, hold);
                break;
            case TrackerProtocol.Scattered scattered:
                _book.Scattered(scattered.Cell.Key, scattered.Workers, scattered.SizeBytes);
                _audience.Add(scattered.Cell, _book.Find(scattered.Cell.Key));
                break;
            case TrackerProtocol.Discard discard:
                // Under a key of the program's own an earlier value may be there, which stays.
                if (_book.Find(discard.Key) is not { MayHaveData: true })
                    _rounds.Release(discard.Key, _book.NextSerial());
                break;
            case TrackerProtocol.NextSerial next:
                next.Answer.TrySetResult(_book.NextSerial());
                break;
            case TrackerProtocol.Where where:
                where.Answer.TrySetResult(where.Keys.Distinct().ToDictionary(key => key, key => (IReadOnlyList<string>)(_book.Find(key)?.Workers.ToArray() ?? [])));
                break;
            case TrackerProtocol.CancelAll all:
                _book.CancelAll("everything was forgotten (restart)");
                all.Answer.TrySetResult(true);
                break;
            case TrackerProtocol.Leave leave:
                LeaveAsync(leave.Answer);
                break;
            default:
                Unhandled(message);
                break;
        }

        foreach (var effect in _book.TakeEffects())
            CarryOut(effect);
    }

    private void End(Ended ended)
    {
        if (_running.Remove((ended.Key, ended.Serial), out var running))
            running.Dispose();
        if (ended.Failure is { Code: ErrorCodes.Overloaded })
            _book.Refused(ended.Key, ended.Serial);
        else if (ended.Failure is { Code: ErrorCodes.Moved } later)
            _book.Retry(ended.Key, ended.Serial, later);
        else if (ended.Failure is { } failure)
            _book.Failed(ended.Key, ended.Serial, failure);
        else if (ended.Computed!.Missing.Count + ended.Computed.Unreached.Count > 0)
            _book.InputsMissing(ended.Key, ended.Serial, ended.Computed.Missing, ended.Computed.Unreached);
        else if (ended.Computed.Full)
            _book.NoRoom(ended.Key, ended.Serial, ended.Computed.Worker, ended.Computed.Size);
        else
            Take(ended, ended.Computed);
    }

    private void Take(Ended ended, FutureComputed computed)
    {
        _rounds.Heard(computed.Worker);
        ReadOnlyMemory<byte>? value = computed.Value.IsEmpty ? default(ReadOnlyMemory<byte>?) : computed.Value.Memory;
        _book.Computed(ended.Key, ended.Serial, computed.Worker, value, computed.Copied, computed.Size);
    }

    private void CarryOut(BookEffect effect)
    {
        switch (effect)
        {
            case SendWork send:
                Send(send);
                break;
            case PauseWork(var key, var serial, var failures):
                Timers.StartSingleTimer((key, serial), new Resume(key, serial), FuturePauses.After(failures));
                break;
            case StopWork(var key, var serial):
                if (_running.Remove((key, serial), out var running))
                    running.Cancel();
                break;
            case ReleaseData(var key, var serial):
                _rounds.Release(key, serial);
                break;
            case Settled(var key, var failure):
                _audience.Settled(key, failure, _book.Find(key));
                break;
            case Unsettled(var key):
                _log.Debug("The value {0} is lost", key);
                _audience.Unsettled(key);
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

    private void Look()
    {
        if (_isListing || !_rounds.IsListDue(_book.Count > 0))
            return;
        _isListing = true;
        ListAsync().PipeTo(Self);
    }

    private void Compare(WorkerList workers)
    {
        foreach (var worker in _rounds.Compare(workers))
            _book.WorkerGone(worker);
        foreach (var (worker, hold) in _rounds.TakeDue(Now))
            _ = HoldAsync(worker, hold);
    }

    private void LeaveAsync(TaskCompletionSource<bool> answer)
    {
        foreach (var running in _running.Values)
            running.Cancel();
        var told = Task.WhenAll(_rounds.Workers.Select(worker => HoldAsync(worker, new ShelfHold { Client = _calls.Client, Ends = true })));
        told.ContinueWith(_ => answer.TrySetResult(true), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task HoldAsync(string worker, ShelfHold hold)
    {
        try
        {
            await _calls.HoldAsync(worker, hold).ConfigureAwait(false);
        }
        catch (ActorsException failure)
        {
            _log.Debug("Worker {0} was not told what is held: {1}", worker, failure.Message);
            _self.Tell(new NotTold(worker, hold));
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
            return new Listed(WorkerList.Unknown);
        }
    }

    private sealed record Ended(string Key, long Serial, FutureComputed? Computed, CallFailure? Failure);

    private sealed record Listed(WorkerList Workers);

    private sealed record NotTold(string Worker, ShelfHold Hold) : IDeadLetterSuppression;

    private sealed record Resume(string Key, long Serial);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
