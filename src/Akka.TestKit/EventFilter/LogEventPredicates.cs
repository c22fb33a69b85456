using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>The filters by kind of event.</summary>
internal static class LogEventPredicates
{
    public static EventFilterBase OfLevel(LogLevel level, TextPattern message, TextPattern source) => new LogEventFilter(
        $"{level} with {message} from {source}",
        logged => logged.LogLevel() == level && source.IsMatch(logged.LogSource) && message.IsMatch(logged.Message));

    /// <summary>An error whose cause is of the type; the text may be the event's or the exception's.</summary>
    public static EventFilterBase OfException(Type type, TextPattern message, TextPattern source, bool checkInnerExceptions)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new LogEventFilter(
            $"Error with a {type} and {message} from {source}",
            logged => logged is Error && source.IsMatch(logged.LogSource) && IsCause(logged.Cause, logged.Message));

        bool IsCause(Exception? cause, object? text) =>
            cause is not null
            && ((type.IsInstanceOfType(cause) && (message.IsMatch(text) || message.IsMatch(cause.Message)))
                || (checkInnerExceptions && Inner(cause).Any(inner => IsCause(inner, text))));
    }

    public static EventFilterBase OfDeadLetter(Type? type, Predicate<object> isMatch, TextPattern recipient) => new LogEventFilter(
        $"dead letter {type?.ToString() ?? "of any type"} to {recipient}",
        logged => logged.Message is DeadLetter letter
            && (type is null || type.IsInstanceOfType(letter.Message))
            && isMatch(letter.Message)
            && recipient.IsMatch(letter.Recipient?.Path));

    public static EventFilterBase OfCustom<T>(Predicate<T> predicate) where T : LogEvent
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new LogEventFilter($"custom filter of {typeof(T)}", logged => logged is T typed && predicate(typed));
    }

    private static IReadOnlyCollection<Exception> Inner(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions,
        { InnerException: { } one } => [one],
        _ => [],
    };
}
