using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Sinks;

/// <summary>Settings of <c>event-log</c>.</summary>
public sealed record EventLogSettings
{
    public FlowLogLevel Level { get; init; } = FlowLogLevel.Info;

    public FlowTemplate Message { get; init; } = FlowTemplate.Data;
}

/// <summary>Writes a line to the log outbox for each event, and sends it on. What failed is logged with its error, at the level of errors.</summary>
[FlowModule("event-log", "Logs events through the log outbox, and sends them on.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class EventLogModule(EventLogSettings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Error is { } error) Log.Error($"{error.Actor} failed as {error.Kind}: {error.Message}", item);
        else Write(settings.Message.Render(item), item);
        return SendOnAsync(item);
    }

    private void Write(string message, FlowEvent item)
    {
        switch (settings.Level)
        {
            case FlowLogLevel.Debug:
                Log.Debug(message, item);
                break;
            case FlowLogLevel.Info:
                Log.Info(message, item);
                break;
            case FlowLogLevel.Warning:
                Log.Warning(message, item);
                break;
            default:
                Log.Error(message, item);
                break;
        }
    }
}
