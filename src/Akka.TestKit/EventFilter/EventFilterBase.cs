using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>A filter made by <see cref="EventFilterFactory"/>.</summary>
public abstract class EventFilterBase : IEventFilter
{
    private protected EventFilterBase() { }

    /// <summary>Hears of each match, on the logger's thread.</summary>
    internal Action? Matched { get; set; }

    /// <summary>What the filter looks for, for people.</summary>
    protected abstract string FilterDescriptiveName { get; }

    public bool Apply(LogEvent logEvent)
    {
        if (!IsMatch(logEvent)) return false;
        Matched?.Invoke();
        return true;
    }

    public override string ToString() => FilterDescriptiveName;

    protected abstract bool IsMatch(LogEvent evt);
}
