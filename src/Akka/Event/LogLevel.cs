namespace Akka.Event;

/// <summary>How grave a log event is, from <see cref="DebugLevel"/> up. A bus publishes what is at or above its own level.</summary>
public enum LogLevel
{
    DebugLevel,
    InfoLevel,
    WarningLevel,
    ErrorLevel
}
