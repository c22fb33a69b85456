using Actors.Services;

namespace Actors.Futures.Book;

/// <summary>How records change and what follows for others. Chains of futures are long, so what follows is put on stacks and never called.</summary>
internal sealed partial class FutureBook
{
    // As many as a broker looks at.
    private const int MostNear = 16;

    private void Work()
    {
        while (true)
        {
            if (_toFail.TryPop(out var failed))
                Fail(failed.Record, failed.Failure);
            else if (_toActivate.TryPop(out var record))
                Activate(record);
            else if (_toDrop.TryPop(out var dropped))
                DropIfUnneeded(dropped);
            else
                return;
        }
    }

    private void Need(FutureRecord record)
    {
        if (record.State == RecordState.Idle)
            _toActivate.Push(record);
    }

    private void Activate(FutureRecord record)
    {
        if (record.State != RecordState.Idle || !record.IsNeeded)
            return;
        if (record.Work is null)
        {
            _toFail.Push((record, new CallFailure { Code = ErrorCodes.Lost, Message = $"the value {record.Key} was scattered, and all workers that had it are gone" }));
            return;
        }

        record.State = RecordState.Waiting;
        record.InputsMissing = 0;
        foreach (var input in record.Inputs)
        {
            input.ActiveDependents++;
            if (input.State == RecordState.Done)
                continue;
            record.InputsMissing++;
            if (input.State == RecordState.Failed)
                _toFail.Push((record, input.Failure!));
            else
                Need(input);
        }

        ReadyIfComplete(record);
    }

    private void ReadyIfComplete(FutureRecord record)
    {
        if (record.State != RecordState.Waiting || record.InputsMissing > 0)
            return;
        record.State = RecordState.Ready;
        record.Turn = ++_turn;
        _ready.Enqueue((record, _turn), (-record.Work!.Priority, -record.Depth, _turn));
    }

    private void SendReady()
    {
        while (SentCount < maxSent && _ready.TryDequeue(out var next, out _))
        {
            var record = next.Record;
            if (record.State != RecordState.Ready || record.Turn != next.Turn)
                continue;
            record.State = RecordState.Sent;
            record.Serial = NextSerial();
            record.Attempts++;
            record.MayHaveData = true;
            SentCount++;
            _effects.Add(new SendWork(record.Key, record.Serial, record.Work!, record.Depth, [.. record.Inputs.Select(InputOf)]) { Near = NearOf(record), Room = record.Room });
        }
    }

    private static FutureInput InputOf(FutureRecord input) => new() { Key = input.Key, Workers = { input.Workers } };

    private static IReadOnlyList<NearHost> NearOf(FutureRecord record)
    {
        if (record.Inputs.Count == 0)
            return [];
        var bytes = new Dictionary<string, long>();
        foreach (var input in record.Inputs)
        {
            foreach (var worker in input.Workers.Where(worker => worker != record.FullWorker))
                bytes[worker] = bytes.GetValueOrDefault(worker) + Math.Max(1, input.SizeBytes);
        }

        return [.. bytes.OrderByDescending(worker => worker.Value).Take(MostNear).Select(worker => new NearHost { Host = worker.Key, Weight = worker.Value })];
    }

    private void Finish(FutureRecord record)
    {
        Leave(record);
        record.State = RecordState.Done;
        record.Failure = null;
        (record.Attempts, record.Pauses) = (0, 0);
        (record.FullWorker, record.Room) = (null, 0);
        _effects.Add(new Settled(record.Key, null));
        foreach (var dependent in record.Dependents.Where(dependent => dependent.State == RecordState.Waiting))
        {
            dependent.InputsMissing--;
            ReadyIfComplete(dependent);
        }

        _toDrop.Push(record);
    }

    private void Fail(FutureRecord record, CallFailure failure)
    {
        if (record.State == RecordState.Failed)
            return;
        Leave(record);
        record.State = RecordState.Failed;
        record.Failure = failure;
        _effects.Add(new Settled(record.Key, failure));
        // Those that were sent may have read the value before it was lost.
        foreach (var dependent in record.Dependents.Where(dependent => dependent.State is RecordState.Waiting or RecordState.Paused or RecordState.Ready))
            _toFail.Push((dependent, failure));
        _toDrop.Push(record);
    }

    private void Cancel(FutureRecord record, string message)
    {
        Stop(record);
        LetGo(record);
        _toFail.Push((record, new CallFailure { Code = ErrorCodes.Cancelled, Message = message }));
    }

    /// <summary>It is active no more: what it read may be needed no more.</summary>
    private void Leave(FutureRecord record)
    {
        if (!record.IsActive)
            return;
        if (record.State == RecordState.Sent)
            SentCount--;
        record.State = RecordState.Idle;
        foreach (var input in record.Inputs)
        {
            input.ActiveDependents--;
            _toDrop.Push(input);
        }
    }

    private void Again(FutureRecord record, CallFailure why)
    {
        if (record.Attempts >= maxAttempts)
        {
            _toFail.Push((record, why));
            return;
        }

        SentCount--;
        Wait(record);
    }

    /// <summary>Again, in a while.</summary>
    /// <param name="record">Was sent.</param>
    /// <param name="why">What it fails as when there were too many attempts. Null: it does not.</param>
    private void Pause(FutureRecord record, CallFailure? why)
    {
        if (why is not null && record.Attempts >= maxAttempts)
        {
            _toFail.Push((record, why));
            return;
        }

        SentCount--;
        record.State = RecordState.Paused;
        _effects.Add(new PauseWork(record.Key, record.Serial, ++record.Pauses));
    }

    private void Wait(FutureRecord record)
    {
        record.State = RecordState.Waiting;
        record.InputsMissing = record.Inputs.Count(input => input.State != RecordState.Done);
        foreach (var failed in record.Inputs.Where(input => input.State == RecordState.Failed))
            _toFail.Push((record, failed.Failure!));
        ReadyIfComplete(record);
    }

    private void Remove(string key, string worker)
    {
        if (!_records.TryGetValue(key, out var record) || !record.Workers.Remove(worker) || record.Workers.Count > 0 || record.State != RecordState.Done)
            return;
        record.State = RecordState.Idle;
        record.Value = null;
        _effects.Add(new Unsettled(key));
        // Those that were sent may have read it already; if not they will say so.
        foreach (var dependent in record.Dependents.Where(dependent => dependent.State is RecordState.Waiting or RecordState.Ready))
        {
            dependent.InputsMissing++;
            dependent.State = RecordState.Waiting;
        }

        _toActivate.Push(record);
    }

    private void DropIfUnneeded(FutureRecord record)
    {
        if (record.IsNeeded)
            return;
        Stop(record);
        Leave(record);
        LetGo(record);
        if (record.State == RecordState.Done)
            record.State = RecordState.Idle;
        if (record.Dependents.Count == 0 && _records.Remove(record.Key))
            Forget(record);
    }

    private void Stop(FutureRecord record)
    {
        if (record.State == RecordState.Sent)
            _effects.Add(new StopWork(record.Key, record.Serial));
    }

    private void LetGo(FutureRecord record)
    {
        if (!record.MayHaveData)
            return;
        record.MayHaveData = false;
        record.Workers.Clear();
        record.Value = null;
        _effects.Add(new ReleaseData(record.Key, NextSerial()));
    }

    private void Forget(FutureRecord record)
    {
        foreach (var input in record.Inputs)
        {
            input.Dependents.Remove(record);
            _toDrop.Push(input);
        }
    }
}
