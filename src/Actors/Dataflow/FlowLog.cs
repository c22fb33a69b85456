using System.Collections.Immutable;

namespace Actors.Dataflow;

/// <summary>Writes events to the log outbox of a flow actor; without one, to the flow's log actor. Logging never waits: what there is no room for is dropped and counted.</summary>
public sealed class FlowLog
{
    private readonly Action<FlowLogLevel, string, FlowEvent?> _write;

    internal FlowLog(Action<FlowLogLevel, string, FlowEvent?> write) => _write = write;

    public void Debug(string message, FlowEvent? about = null) => _write(FlowLogLevel.Debug, message, about);

    public void Info(string message, FlowEvent? about = null) => _write(FlowLogLevel.Info, message, about);

    public void Warning(string message, FlowEvent? about = null) => _write(FlowLogLevel.Warning, message, about);

    public void Error(string message, FlowEvent? about = null) => _write(FlowLogLevel.Error, message, about);
}

/// <summary>How much a line in a log matters.</summary>
public enum FlowLogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>The data of an event in a log.</summary>
/// <param name="Time">When it was said, not when it was written.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Actor">Who said it.</param>
/// <param name="Message">What.</param>
/// <param name="About">The events that it is about, by id.</param>
public sealed record FlowLogLine(DateTimeOffset Time, FlowLogLevel Level, string Actor, string Message, ImmutableArray<EventId> About)
{
    public override string ToString() => $"{Time:yyyy-MM-dd HH:mm:ss.fff} {Level} {Actor}: {Message}{string.Concat(About.Select(id => $" [{id}]"))}";
}
