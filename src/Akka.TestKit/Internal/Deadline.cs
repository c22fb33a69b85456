namespace Akka.TestKit.Internal;

/// <summary>A point in real time that may be infinitely far. Expectations wait in real time even where the system's time is virtual.</summary>
internal readonly struct Deadline
{
    private readonly TimeSpan _end;

    public Deadline(TimeSpan fromNow) => _end = fromNow == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Now + fromNow;

    /// <summary>Monotonic.</summary>
    public static TimeSpan Now => TimeProvider.System.GetElapsedTime(0, TimeProvider.System.GetTimestamp());

    public bool IsOver => _end != TimeSpan.MaxValue && Now >= _end;

    /// <summary>Never negative; <see cref="Timeout.InfiniteTimeSpan"/> if there is no end.</summary>
    public TimeSpan Left => _end == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(Math.Max(0, (_end - Now).Ticks));
}
