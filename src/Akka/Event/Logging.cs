#nullable disable annotations
using Akka.Actor;
using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>Makes logging adapters.</summary>
public static class Logging
{
    public static string SimpleName(object o) => SimpleName(o.GetType());

    public static string SimpleName(Type t) => t.Name;

    /// <param name="context">The actor that logs; its path is the source.</param>
    /// <param name="logMessageFormatter">Null: the one of <c>akka.logger-formatter</c>.</param>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter logMessageFormatter = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return GetLogger(context.System, context, logMessageFormatter);
    }

    /// <param name="system">Whose loggers get the events.</param>
    /// <param name="logSourceObj">A text, a type, an actor, or any object, which logs by the name of its class.</param>
    /// <param name="logMessageFormatter">Null: the one of <c>akka.logger-formatter</c>.</param>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter logMessageFormatter = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(logSourceObj);
        var source = LogSource.Create(logSourceObj, system);
        return new BusLogging(system.EventStream, source.Source, source.Type, logMessageFormatter ?? system.Settings.LogFormatter);
    }

    /// <param name="loggingBus">Whose loggers get the events.</param>
    /// <param name="logSourceObj">A text, a type, an actor, or any object, which logs by the name of its class.</param>
    /// <param name="logMessageFormatter">Null: <see cref="DefaultLogMessageFormatter"/>.</param>
    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter logMessageFormatter = null)
    {
        ArgumentNullException.ThrowIfNull(logSourceObj);
        var source = LogSource.Create(logSourceObj);
        return new BusLogging(loggingBus, source.Source, source.Type, logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }

    /// <summary>The level of a name in the config, in any case; OFF is above all levels.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static LogLevel LogLevelFor(string logLevel) => LogLevels.Parse(logLevel);

    /// <exception cref="ArgumentException">Not one of the four classes of events.</exception>
    public static LogLevel LogLevelFor<T>() where T : LogEvent =>
        typeof(T) == typeof(Debug) ? LogLevel.DebugLevel
        : typeof(T) == typeof(Info) ? LogLevel.InfoLevel
        : typeof(T) == typeof(Warning) ? LogLevel.WarningLevel
        : typeof(T) == typeof(Error) ? LogLevel.ErrorLevel
        : throw new ArgumentException($"No log level has events of {typeof(T)}.");

    /// <summary>The class of a level's events: what to subscribe to.</summary>
    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentOutOfRangeException(nameof(logLevel), logLevel, "Unknown log level."),
    };

    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel or LogLevel.InfoLevel or LogLevel.WarningLevel or LogLevel.ErrorLevel => logLevel.Name,
        _ => throw new ArgumentOutOfRangeException(nameof(logLevel), logLevel, "Unknown log level."),
    };
}
