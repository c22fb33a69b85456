using Actors.Futures.Book;
using Actors.Services;
using Actors.Services.Internal;

namespace Actors.Futures.Internal;

/// <summary>Whom the tracker tells how values stand: the program's futures, and those who wait for a value.</summary>
internal sealed class FutureAudience
{
    private readonly Dictionary<string, List<FutureCell>> _cells = [];
    private readonly Dictionary<string, List<TaskCompletionSource<FuturePlace>>> _readers = [];

    /// <param name="cell">Of a new future.</param>
    /// <param name="record">What is known of its key: that was told to others already.</param>
    public void Add(FutureCell cell, FutureRecord? record)
    {
        if (!_cells.TryGetValue(cell.Key, out var cells))
            _cells.Add(cell.Key, cells = []);
        cells.Add(cell);
        if (record is { State: RecordState.Done or RecordState.Failed })
            Show(cell, record.Failure);
    }

    /// <summary>The future is gone; whoever waits until it is done waits no more.</summary>
    public void Remove(FutureCell cell)
    {
        if (_cells.TryGetValue(cell.Key, out var cells) && cells.Remove(cell) && cells.Count == 0)
            _cells.Remove(cell.Key);
        if (cell.Status == FutureStatus.Pending)
            cell.Set(FutureStatus.Cancelled, new ActorsException(ErrorCodes.Cancelled, $"{cell.Key} was disposed of before it was done"));
    }

    /// <summary>Answers as soon as it is known where the value is, or why there is none.</summary>
    public void Read(TrackerProtocol.Read read, FutureRecord? record)
    {
        if (record is null)
            read.Answer.TrySetResult(Released(read.Key));
        else if (PlaceOf(record) is { } place)
            read.Answer.TrySetResult(place);
        else if (_readers.TryGetValue(read.Key, out var readers))
            readers.Add(read.Answer);
        else
            _readers.Add(read.Key, [read.Answer]);
    }

    /// <summary>The key is not known any more: who still waits for it, most likely in vain, is told so.</summary>
    public void Forget(string key)
    {
        if (!_readers.Remove(key, out var readers))
            return;
        foreach (var reader in readers)
            reader.TrySetResult(Released(key));
    }

    /// <param name="key">Has a value, or a failure.</param>
    /// <param name="failure">Null: a value.</param>
    /// <param name="record">What is known of it by now.</param>
    public void Settled(string key, CallFailure? failure, FutureRecord? record)
    {
        foreach (var cell in _cells.GetValueOrDefault(key) ?? [])
            Show(cell, failure);
        if (record is null || PlaceOf(record) is not { } place || !_readers.Remove(key, out var readers))
            return;
        foreach (var reader in readers)
            reader.TrySetResult(place);
    }

    /// <summary>The value is lost, and made again.</summary>
    public void Unsettled(string key)
    {
        foreach (var cell in _cells.GetValueOrDefault(key) ?? [])
            cell.Set(FutureStatus.Pending, null);
    }

    /// <summary>There will be no more news.</summary>
    public void Dismiss(ActorsException failure)
    {
        foreach (var cell in _cells.Values.SelectMany(cells => cells).Where(cell => cell.Status == FutureStatus.Pending))
            cell.Set(FutureStatus.Cancelled, failure);
        foreach (var reader in _readers.Values.SelectMany(readers => readers))
            reader.TrySetResult(new FuturePlace([], null, failure));
    }

    private static void Show(FutureCell cell, CallFailure? failure) => cell.Set(
        failure is null ? FutureStatus.Finished : failure.Code == ErrorCodes.Cancelled ? FutureStatus.Cancelled : FutureStatus.Failed, failure?.ToException());

    private static FuturePlace Released(string key) => new([], null, new ActorsException(ErrorCodes.Cancelled, $"{key} was released"));

    private static FuturePlace? PlaceOf(FutureRecord record) => record.State switch
    {
        RecordState.Done => new FuturePlace([.. record.Workers], record.Value, null),
        RecordState.Failed => new FuturePlace([], null, record.Failure!.ToException()),
        _ => null,
    };
}
