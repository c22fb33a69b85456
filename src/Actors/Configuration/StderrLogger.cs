using Akka.Actor;
using Akka.Event;

namespace Actors.Configuration;

/// <summary>
/// Writes a node's log to stderr, an event a line (errors with their stack below): stdout is for what other programs read, such as the ready line.
/// </summary>
public sealed class StderrLogger : ReceiveActor
{
    public StderrLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Write);
    }

    internal static string Format(LogEvent log)
    {
        var level = log.LogLevel() switch
        {
            LogLevel.ErrorLevel => "ERROR",
            LogLevel.WarningLevel => "WARN ",
            LogLevel.InfoLevel => "INFO ",
            _ => "DEBUG",
        };
        var message = log.Message?.ToString()?.ReplaceLineEndings(" ") ?? "";
        var cause = log.Cause == null ? "" : level == "ERROR" ? $"{Environment.NewLine}{log.Cause}" : $": {log.Cause.Message.ReplaceLineEndings(" ")}";
        return $"{log.Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {level} {SourceOf(log.LogSource)} {message}{cause}";
    }

    private static void Write(LogEvent log) => Console.Error.WriteLine(Format(log));

    // The system's name and address are the same on every line.
    private static string SourceOf(string source)
    {
        var user = source.IndexOf("/user/", StringComparison.Ordinal);
        var system = source.IndexOf("/system/", StringComparison.Ordinal);
        return user >= 0 ? source[user..] : system >= 0 ? source[system..] : source;
    }
}
