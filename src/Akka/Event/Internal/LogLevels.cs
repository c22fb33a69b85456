namespace Akka.Event.Internal;

/// <summary>What each level means to a bus: its event class, its name in the config and in print.</summary>
internal static class LogLevels
{
    /// <summary>Above every level: nothing is published.</summary>
    public const LogLevel Off = (LogLevel)int.MaxValue;

    public static readonly LogLevel[] All = [LogLevel.DebugLevel, LogLevel.InfoLevel, LogLevel.WarningLevel, LogLevel.ErrorLevel];

    extension(LogLevel level)
    {
        public string Name => level switch
        {
            LogLevel.DebugLevel => "DEBUG",
            LogLevel.InfoLevel => "INFO",
            LogLevel.WarningLevel => "WARNING",
            LogLevel.ErrorLevel => "ERROR",
            _ => "OFF",
        };
    }

    public const string KnownNames = "DEBUG, INFO, WARNING, ERROR, OFF";

    public static bool IsKnown(string? name) => TryParse(name) is not null;

    /// <exception cref="ArgumentException">The name is not one of a level.</exception>
    public static LogLevel Parse(string name) =>
        TryParse(name) ?? throw new ArgumentException($"Unknown log level [{name}]. Known: {KnownNames}.", nameof(name));

    private static LogLevel? TryParse(string? name) => name?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => Off,
        _ => null,
    };

    public static LogEvent NewEvent(LogLevel level, Exception? cause, string source, Type logClass, object message) => level switch
    {
        LogLevel.DebugLevel => new Debug(cause, source, logClass, message),
        LogLevel.InfoLevel => new Info(cause, source, logClass, message),
        LogLevel.WarningLevel => new Warning(cause, source, logClass, message),
        LogLevel.ErrorLevel => new Error(cause, source, logClass, message),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown log level."),
    };
}
