namespace Akka.TestKit;

/// <summary>A count-down that threads of a test wait for. It bounds every wait: nothing in a test may hang.</summary>
public class TestLatch
{
    /// <summary>Of latches not made by a TestKit.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly CountdownEvent _latch;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    public TestLatch() : this(1) { }

    public TestLatch(int count) : this(count, DefaultTimeout) { }

    public TestLatch(int count, TimeSpan defaultTimeout) : this(time => time, defaultTimeout, count) { }

    protected TestLatch(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
    {
        ArgumentNullException.ThrowIfNull(dilate);
        _latch = new CountdownEvent(count);
        _dilate = dilate;
        _defaultTimeout = defaultTimeout;
    }

    public bool IsOpen => _latch.IsSet;

    internal static TestLatch Dilated(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count) => new(dilate, defaultTimeout, count);

    /// <exception cref="InvalidOperationException">The latch is open.</exception>
    public void CountDown() => _latch.Signal();

    /// <summary>Counts down to zero at once.</summary>
    public void Open()
    {
        while (!_latch.IsSet) _latch.Signal(_latch.CurrentCount);
    }

    /// <summary>Closes the latch again, with its first count.</summary>
    public void Reset() => _latch.Reset();

    /// <summary>Blocks until the latch is open, for the default time at most.</summary>
    public void Ready() => Ready(_defaultTimeout);

    /// <param name="timeout">Finite and positive; dilated.</param>
    /// <exception cref="TimeoutException">The latch is still closed.</exception>
    public void Ready(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero) throw new ArgumentException($"The time must be finite and positive, but is {timeout}", nameof(timeout));
        if (!_latch.Wait(_dilate(timeout)))
            throw new TimeoutException($"The latch did not open within {_dilate(timeout)}: {_latch.CurrentCount} of {_latch.InitialCount} left");
    }
}
