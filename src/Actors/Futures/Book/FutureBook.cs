using Actors.Services;

namespace Actors.Futures.Book;

/// <summary>
/// The futures of one client: who needs what, how it is made, which worker has it. Values stay on workers; what is kept here is the lineage, from which a lost value is made
/// again, if somebody still needs it. It knows no actor, clock or network.
/// </summary>
/// <remarks>
/// A record is active (waiting, ready or sent) only while it is needed: a handle is alive, or an active record reads it. It is known as long as a handle or a known record refers to it.
/// </remarks>
internal sealed partial class FutureBook(int maxSent, int maxAttempts)
{
    private readonly Dictionary<string, FutureRecord> _records = [];
    private readonly PriorityQueue<(FutureRecord Record, long Turn), (int, int, long)> _ready = new();
    private readonly Stack<FutureRecord> _toActivate = new();
    private readonly Stack<FutureRecord> _toDrop = new();
    private readonly Stack<(FutureRecord Record, CallFailure Failure)> _toFail = new();
    private List<BookEffect> _effects = [];
    private long _serial;
    private long _turn;

    public int Count => _records.Count;

    public int SentCount { get; private set; }

    public IReadOnlyCollection<FutureRecord> Records => _records.Values;

    public FutureRecord? Find(string key) => _records.GetValueOrDefault(key);

    public IReadOnlyList<BookEffect> TakeEffects()
    {
        SendReady();
        var effects = _effects;
        _effects = [];
        return effects;
    }

    /// <summary>Adds a handle of a key, and has its value made unless it is known or on its way. It fails when an input is not known.</summary>
    public void Submit(string key, FutureWork work, IEnumerable<string> inputs)
    {
        if (!_records.TryGetValue(key, out var record))
        {
            _records.Add(key, record = new FutureRecord(key, work));
            foreach (var name in inputs.Distinct())
            {
                if (!_records.TryGetValue(name, out var input))
                {
                    var message = $"its argument {name} is not known: it was disposed of, or belongs to another client";
                    _toFail.Push((record, new CallFailure { Code = ErrorCodes.Invalid, Message = message }));
                    continue;
                }

                record.Inputs.Add(input);
                input.Dependents.Add(record);
                record.Depth = Math.Max(record.Depth, input.Depth + 1);
            }
        }

        record.References++;
        if (record.State == RecordState.Failed && record.Failure!.Code == ErrorCodes.Cancelled)
            (record.State, record.Failure) = (RecordState.Idle, null); // whoever asks again does not mean the one that was cancelled
        Need(record);
        Work();
    }

    /// <summary>Adds a handle of a value that was put on workers by this client.</summary>
    public void Scattered(string key, IEnumerable<string> workers, long sizeBytes = 0)
    {
        if (!_records.TryGetValue(key, out var record))
            _records.Add(key, record = new FutureRecord(key, null));
        record.References++;
        record.SizeBytes = sizeBytes;
        record.MayHaveData = true;
        foreach (var worker in workers.Where(worker => !record.Workers.Contains(worker)))
            record.Workers.Add(worker);
        if (record.State != RecordState.Done)
            Finish(record);
        Work();
    }

    /// <summary>A number for what is stored, or released, from now on.</summary>
    public long NextSerial() => ++_serial;

    /// <summary>A handle is gone.</summary>
    public void Release(string key)
    {
        if (!_records.TryGetValue(key, out var record) || record.References == 0)
            return;
        record.References--;
        _toDrop.Push(record);
        Work();
    }

    public void Computed(string key, long serial, string worker, ReadOnlyMemory<byte>? value, IEnumerable<string> copied, long sizeBytes = 0)
    {
        foreach (var copy in copied)
        {
            if (_records.TryGetValue(copy, out var input) && input.State == RecordState.Done && !input.Workers.Contains(worker))
                input.Workers.Add(worker);
        }

        if (Sent(key, serial) is not { } record)
            return;
        record.Workers.Add(worker);
        record.Value = value;
        record.SizeBytes = sizeBytes;
        Finish(record);
        Work();
    }

    /// <summary>The attempt has failed for good.</summary>
    public void Failed(string key, long serial, CallFailure failure)
    {
        if (Sent(key, serial) is not { } record)
            return;
        _toFail.Push((record, failure));
        Work();
    }

    /// <summary>The attempt came to nothing, and may be made again in a while.</summary>
    public void Retry(string key, long serial, CallFailure why)
    {
        if (Sent(key, serial) is { } record)
            Pause(record, why);
        Work();
    }

    /// <summary>The attempt was refused unseen, as there is too much to do: it does not count, and is made again for as long as it takes.</summary>
    public void Refused(string key, long serial)
    {
        if (Sent(key, serial) is not { } record)
            return;
        record.Attempts--;
        Pause(record, null);
        Work();
    }

    /// <summary>A worker has no room for the value: another one may have, or the same when something was released there.</summary>
    public void NoRoom(string key, long serial, string worker, long bytes)
    {
        if (Sent(key, serial) is not { } record)
            return;
        (record.FullWorker, record.Room) = (worker, bytes);
        var message = $"{key} has {bytes} bytes, and there is no room for it on a shelf (actors.futures.shelf-size): release futures that you do not need";
        Pause(record, new CallFailure { Code = ErrorCodes.Overloaded, Message = message });
        Work();
    }

    /// <summary>The pause after an attempt is over.</summary>
    public void Resume(string key, long serial)
    {
        if (!_records.TryGetValue(key, out var record) || record.State != RecordState.Paused || record.Serial != serial)
            return;
        Wait(record);
        Work();
    }

    /// <summary>A worker could not get inputs.</summary>
    /// <param name="key">Of what it was to compute.</param>
    /// <param name="serial">Of the attempt.</param>
    /// <param name="missing">Workers that say that they do not have them: these are believed.</param>
    /// <param name="unreached">Workers that could not be asked: they keep what they have until they are known to be gone.</param>
    public void InputsMissing(string key, long serial, IEnumerable<FutureInput> missing, IReadOnlyCollection<FutureInput> unreached)
    {
        foreach (var input in missing)
        {
            foreach (var worker in input.Workers)
                Remove(input.Key, worker);
        }

        if (Sent(key, serial) is { } record)
        {
            if (unreached.Count > 0)
                Pause(record, new CallFailure { Code = ErrorCodes.Unavailable, Message = "the workers that have its arguments could not be reached" });
            else
                Again(record, new CallFailure { Code = ErrorCodes.Unavailable, Message = "its arguments were lost again and again" });
        }

        Work();
    }

    /// <summary>A worker does not have a value that it should have.</summary>
    public void Lost(string key, string worker)
    {
        Remove(key, worker);
        Work();
    }

    /// <summary>A worker is gone, with all that it had. (What runs there is given to another one by its broker.)</summary>
    public void WorkerGone(string worker)
    {
        foreach (var record in _records.Values.Where(record => record.Workers.Contains(worker)).ToArray())
            Remove(record.Key, worker);
        Work();
    }

    /// <summary>Nobody wants it any more, and whatever depends on it: all handles of it see that it was cancelled.</summary>
    public void Cancel(string key, string message)
    {
        if (_records.TryGetValue(key, out var record) && (record.IsActive || record.State == RecordState.Idle))
            Cancel(record, message);
        Work();
    }

    /// <summary>Cancels everything, also what is done: no value is there any more.</summary>
    public void CancelAll(string message)
    {
        foreach (var record in _records.Values.ToArray())
        {
            if (record.State != RecordState.Failed)
                Cancel(record, message);
        }

        Work();
    }

    private FutureRecord? Sent(string key, long serial) =>
        _records.TryGetValue(key, out var record) && record.State == RecordState.Sent && record.Serial == serial ? record : null;
}
