namespace Akka.Actor.Scheduler;

/// <summary>
/// A hashed wheel: bucket <c>i</c> holds the work whose tick is <c>i</c> modulo the size. Adding and removing take constant time, a turn
/// visits occupied buckets only. Not thread-safe: its owner is the wheel thread.
/// </summary>
internal sealed class TimerWheel
{
    private readonly ScheduledWork?[] _heads;
    private readonly ScheduledWork?[] _tails;
    private readonly ulong[] _occupied;
    private readonly long _mask;

    /// <param name="size">Rounded up to a power of two, at least 64.</param>
    public TimerWheel(int size)
    {
        var buckets = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, 64));
        _heads = new ScheduledWork?[buckets];
        _tails = new ScheduledWork?[buckets];
        _occupied = new ulong[buckets / 64];
        _mask = buckets - 1;
    }

    public int Count { get; private set; }

    /// <summary>The first tick that has not been taken yet.</summary>
    public long NextTick { get; private set; }

    /// <summary>Work that is overdue goes into the next tick.</summary>
    public void Add(ScheduledWork work)
    {
        work.WheelTick = Math.Max(work.WheelTick, NextTick);
        var bucket = work.WheelTick & _mask;
        work.Next = null;
        work.Previous = _tails[bucket];
        if (work.Previous is null) _heads[bucket] = work;
        else work.Previous.Next = work;
        _tails[bucket] = work;
        _occupied[bucket >> 6] |= 1UL << (int)(bucket & 63);
        work.IsInBucket = true;
        Count++;
    }

    public void Remove(ScheduledWork work)
    {
        if (!work.IsInBucket) return;
        var bucket = work.WheelTick & _mask;
        if (work.Previous is null) _heads[bucket] = work.Next;
        else work.Previous.Next = work.Next;
        if (work.Next is null) _tails[bucket] = work.Previous;
        else work.Next.Previous = work.Previous;
        if (_heads[bucket] is null) _occupied[bucket >> 6] &= ~(1UL << (int)(bucket & 63));
        work.Next = work.Previous = null;
        work.IsInBucket = false;
        Count--;
    }

    /// <summary>Moves the work of all ticks up to <paramref name="tick"/> into <paramref name="due"/>, ordered by tick and then by when it was
    /// added.</summary>
    public void TakeDue(long tick, List<ScheduledWork> due)
    {
        if (tick < NextTick) return;
        // After a long sleep one turn covers every bucket; work of several ticks then meets in a bucket and is sorted afterwards.
        var turns = Math.Min(tick - NextTick + 1, _mask + 1);
        for (var i = 0L; i < turns; i++) TakeDue((NextTick + i) & _mask, tick, due);
        if (tick - NextTick > _mask && due.Count > 1)
        {
            var sorted = due.OrderBy(work => work.WheelTick).ToList();
            due.Clear();
            due.AddRange(sorted);
        }
        NextTick = tick + 1;
    }

    /// <summary>No work is due before it. Work that lies rounds ahead makes it earlier than that work's tick.</summary>
    public long NextOccupiedTick()
    {
        if (Count == 0) return long.MaxValue;
        for (var offset = 0L; offset <= _mask; offset++)
        {
            var bucket = (NextTick + offset) & _mask;
            var word = _occupied[bucket >> 6] >> (int)(bucket & 63);
            if (word != 0) return NextTick + offset + System.Numerics.BitOperations.TrailingZeroCount(word);
            offset += 63 - (bucket & 63);
        }
        throw new InvalidOperationException("The wheel counts work that is in no bucket.");
    }

    private void TakeDue(long bucket, long tick, List<ScheduledWork> due)
    {
        var next = _heads[bucket];
        while (next is { } work)
        {
            next = work.Next;
            if (work.WheelTick > tick) continue;
            Remove(work);
            due.Add(work);
        }
    }
}
