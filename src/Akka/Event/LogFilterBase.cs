#nullable disable annotations
using Akka.Actor;

namespace Akka.Event;

/// <summary>What a <see cref="LogFilterBase"/> looks at: the cheap source or the formatted text.</summary>
public enum LogFilterType
{
    Source,
    Content
}

/// <summary>A filter's verdict on one log event.</summary>
public enum LogFilterDecision
{
    Keep,
    Drop,
    NoDecision
}

/// <summary>Decides whether loggers show an event. The first filter that says drop wins.</summary>
public abstract class LogFilterBase : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public abstract LogFilterType FilterType { get; }

    /// <param name="content">The event.</param>
    /// <param name="expandedMessage">Its text; null for filters of type <see cref="LogFilterType.Source"/>.</param>
    public abstract LogFilterDecision ShouldKeepMessage(LogEvent content, string expandedMessage = null);
}
