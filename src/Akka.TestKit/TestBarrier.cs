namespace Akka.TestKit;

/// <summary>Holds threads until so many have come.</summary>
public class TestBarrier
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly TestKitBase _testKit;
    private readonly TimeSpan _defaultTimeout;
    private readonly int _count;
    private Barrier _barrier;

    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(testKit);
        _testKit = testKit;
        _count = count;
        _defaultTimeout = defaultTimeout ?? DefaultTimeout;
        _barrier = new Barrier(count);
    }

    /// <summary>Blocks until all have come, for the default time at most.</summary>
    public void Await() => Await(_defaultTimeout);

    /// <param name="timeout">Dilated.</param>
    /// <exception cref="TimeoutException">Somebody did not come.</exception>
    public void Await(TimeSpan timeout)
    {
        var barrier = _barrier;
        var time = _testKit.Dilated(timeout);
        if (!barrier.SignalAndWait(time)) throw new TimeoutException($"{barrier.ParticipantsRemaining} of {_count} did not come to the barrier within {time}");
    }

    /// <summary>Forgets who has come. Nobody may be waiting.</summary>
    public void Reset() => _barrier = new Barrier(_count);
}
