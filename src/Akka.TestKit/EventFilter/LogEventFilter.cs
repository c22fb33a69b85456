using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>The one kind of filter: a predicate with a description.</summary>
internal sealed class LogEventFilter(string description, Predicate<LogEvent> isMatch) : EventFilterBase
{
    protected override string FilterDescriptiveName => description;

    protected override bool IsMatch(LogEvent evt) => isMatch(evt);
}
