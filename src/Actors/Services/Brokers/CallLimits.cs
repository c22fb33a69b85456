using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>
/// How many calls of a service may run at a time and begin a second, in all and with one key. What may not yet go waits here, in order within its key; keys take turns.
/// </summary>
internal sealed class CallLimits
{
    private const int FewKeys = 1024;
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Queue<Lane> _turns = new(); // lanes with a head that only the limits for all keep back
    private readonly TimerQueue<Lane?> _refills = new(); // null: the bucket for all
    private ServiceShape _shape = new();
    private TokenBucket _all = TokenBucket.Unlimited;
    private int _running;
    private int _sweepAt = FewKeys;

    public int WaitingCount { get; private set; }

    public TimeSpan? NextRefill => _refills.NextDue;

    public bool HasLimits { get; private set; }

    public void Set(ServiceShape shape, TimeSpan now)
    {
        _shape = shape;
        _all = TokenBucket.Of(shape.MaxPerSecond, now);
        HasLimits = shape.MaxRunning > 0 || shape.MaxRunningPerKey > 0 || shape.MaxPerSecond > 0 || shape.MaxPerSecondPerKey > 0;
        foreach (var lane in _lanes.Values)
            lane.Bucket = TokenBucket.Of(shape.MaxPerSecondPerKey, now);
    }

    public void Add(CallRecord call, TimeSpan now)
    {
        var lane = LaneOf(call, now);
        lane.Waiting.AddLast(call);
        WaitingCount++;
        Offer(lane, now);
    }

    /// <summary>Takes a waiting call out that nobody wants any more.</summary>
    public bool Remove(CallRecord call)
    {
        if (!_lanes.TryGetValue(KeyOf(call), out var lane) || !lane.Waiting.Remove(call))
            return false;
        WaitingCount--;
        ForgetIfIdle(lane);
        return true;
    }

    /// <summary>The next call that may go; it counts as running until <see cref="Leave"/>.</summary>
    public bool TryTake(TimeSpan now, out CallRecord call)
    {
        call = null!;
        while (_refills.TryTakeDue(now, out var refilled))
        {
            if (refilled is not null)
                Offer(refilled, now);
        }

        while (_turns.TryPeek(out var lane))
        {
            if (_shape.MaxRunning > 0 && _running >= _shape.MaxRunning)
                return false;
            if (!_all.Has(now))
            {
                _refills.Add(null, _all.NextAt(now));
                return false;
            }

            _turns.Dequeue();
            lane.IsInTurns = false;
            if (lane.Waiting.First is not { } first || !MayGo(lane, now))
                continue;
            call = first.Value;
            lane.Waiting.RemoveFirst();
            WaitingCount--;
            _all.Take(now);
            lane.Bucket.Take(now);
            lane.Running++;
            _running++;
            call.IsAdmitted = true;
            Offer(lane, now);
            return true;
        }

        return false;
    }

    /// <summary>A call that was let go runs no more.</summary>
    public void Leave(CallRecord call, TimeSpan now)
    {
        if (!call.IsAdmitted)
            return;
        call.IsAdmitted = false;
        _running--;
        if (!_lanes.TryGetValue(KeyOf(call), out var lane))
            return;
        lane.Running--;
        Offer(lane, now);
        ForgetIfIdle(lane);
    }

    private static string KeyOf(CallRecord call) => call.Call?.LimitKey ?? "";

    private Lane LaneOf(CallRecord call, TimeSpan now)
    {
        var key = KeyOf(call);
        if (!_lanes.TryGetValue(key, out var lane))
        {
            Sweep(now);
            _lanes.Add(key, lane = new Lane(key) { Bucket = TokenBucket.Of(_shape.MaxPerSecondPerKey, now) });
        }

        return lane;
    }

    // A key that has had its full rate back is as good as new.
    private void Sweep(TimeSpan now)
    {
        if (_lanes.Count < _sweepAt)
            return;
        foreach (var lane in _lanes.Values.Where(lane => lane.IsIdle && lane.Bucket.IsFull(now)).ToArray())
            _lanes.Remove(lane.Key);
        _sweepAt = Math.Max(FewKeys, _lanes.Count * 2);
    }

    // Calls without a key share only the limits for all.
    private bool MayGo(Lane lane, TimeSpan now) =>
        lane.Key.Length == 0 || ((_shape.MaxRunningPerKey == 0 || lane.Running < _shape.MaxRunningPerKey) && lane.Bucket.Has(now));

    private void Offer(Lane lane, TimeSpan now)
    {
        if (lane.IsInTurns || lane.Waiting.Count == 0)
            return;
        if (MayGo(lane, now))
        {
            lane.IsInTurns = true;
            _turns.Enqueue(lane);
        }
        else if (!lane.Bucket.Has(now))
        {
            _refills.Add(lane, lane.Bucket.NextAt(now));
        }
    }

    // Otherwise its bucket remembers how much the key has had.
    private void ForgetIfIdle(Lane lane)
    {
        if (lane.IsIdle && lane.Bucket.IsUnlimited)
            _lanes.Remove(lane.Key);
    }

    private sealed class Lane(string key)
    {
        public string Key { get; } = key;

        public LinkedList<CallRecord> Waiting { get; } = new();

        public int Running { get; set; }

        public bool IsInTurns { get; set; }

        public bool IsIdle => Running == 0 && Waiting.Count == 0 && !IsInTurns;

        public required TokenBucket Bucket { get; set; }
    }
}
