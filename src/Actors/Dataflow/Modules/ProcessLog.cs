using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Modules;

/// <summary>The last stop of errors and log lines that a flow has no actor of its own for: the log of the process.</summary>
[FlowModule("process-log", "Writes errors and log lines to the log of the process.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [])]
internal sealed class ProcessLog(ActorSystem system, string flow) : FlowModule
{
    // With a class of its own, so that loggers can tell the lines of flows from those of the engine.
    private readonly BusLogging _log = new(system.EventStream, $"{flow} ({system})", typeof(Director), DefaultLogMessageFormatter.Instance);

    public static ModuleSpec Spec(ActorSystem system, string flow) => ModuleSpec.Local(ModuleType.Local<ProcessLog>(), flow, () => new ProcessLog(system, flow));

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Error is { } error)
            _log.Error("{0}: event {1} failed as {2}: {3}{4}", error.Actor, item.Id, error.Kind, error.Message, error.Stack.Length > 0 ? Environment.NewLine + error.Stack : "");
        else if (item.Data is FlowLogLine line)
            _log.Log(LevelOf(line.Level), "{0}: {1}{2}", (object[])[line.Actor, line.Message, string.Concat(line.About.Select(id => $" (event {id})"))]);
        else
            _log.Info("{0}", item);
        return ValueTask.CompletedTask;
    }

    private static LogLevel LevelOf(FlowLogLevel level) => level switch
    {
        FlowLogLevel.Debug => LogLevel.DebugLevel,
        FlowLogLevel.Info => LogLevel.InfoLevel,
        FlowLogLevel.Warning => LogLevel.WarningLevel,
        _ => LogLevel.ErrorLevel,
    };
}
