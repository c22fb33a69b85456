namespace Akka.Actor.Internal;

/// <summary>What a parent keeps of a name among its children.</summary>
public interface IChildStats;

/// <summary>A child and how often it was restarted. Used only inside the parent.</summary>
public class ChildRestartStats : IChildStats
{
    public ChildRestartStats(IInternalActorRef child, uint maxNrOfRetriesCount = 0, long restartTimeWindowStartTicks = 0)
    {
        Child = child;
        MaxNrOfRetriesCount = maxNrOfRetriesCount;
        RestartTimeWindowStartTicks = restartTimeWindowStartTicks;
    }

    public IInternalActorRef Child { get; }

    public long Uid => Child.Path.Uid;

    public uint MaxNrOfRetriesCount { get; private set; }

    /// <summary>On the system's monotonic clock; 0 before the first restart.</summary>
    public long RestartTimeWindowStartTicks { get; private set; }

    internal Func<TimeSpan> Clock { get; init; } = static () => TimeSpan.Zero;

    /// <param name="maxNrOfRetries">Negative for no limit.</param>
    /// <param name="withinTimeMilliseconds">The window; not positive for one without end.</param>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
            return false;
        if (withinTimeMilliseconds <= 0)
            return maxNrOfRetries < 0 || ++MaxNrOfRetriesCount <= maxNrOfRetries;

        var retries = maxNrOfRetries < 0 ? 1 : maxNrOfRetries;
        var now = Math.Max(1, Clock().Ticks);
        var start = RestartTimeWindowStartTicks == 0 ? now : RestartTimeWindowStartTicks;
        if (now - start <= withinTimeMilliseconds * TimeSpan.TicksPerMillisecond)
        {
            RestartTimeWindowStartTicks = start;
            return ++MaxNrOfRetriesCount <= retries;
        }
        MaxNrOfRetriesCount = 1;
        RestartTimeWindowStartTicks = now;
        return true;
    }
}
