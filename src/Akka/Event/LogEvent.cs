#nullable disable annotations
using Akka.Actor;
using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>One entry of the log as it is published to loggers; its message is formatted when a logger asks for the text.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    protected LogEvent()
    {
        Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime;
        Thread = Thread.CurrentThread;
    }

    public Exception Cause { get; protected set; }

    /// <summary>UTC.</summary>
    public DateTime Timestamp { get; private set; }

    /// <summary>Where the event was made.</summary>
    public Thread Thread { get; }

    /// <summary>Usually the path of an actor or the name of a type.</summary>
    public string LogSource { get; protected set; }

    public Type LogClass { get; protected set; }

    public object Message { get; protected set; }

    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        var line = $"[{LogLevel().Name}][{Timestamp:yyyy-MM-dd HH:mm:ss.fff}Z][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}";
        return Cause is null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }

    internal void StampBy(TimeProvider clock) => Timestamp = clock.GetUtcNow().UtcDateTime;
}
