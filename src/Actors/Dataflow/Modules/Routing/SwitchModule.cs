using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Routing;

/// <summary>Settings of <c>switch</c>.</summary>
public sealed record SwitchSettings : INamesOutboxes
{
    /// <summary>Where events go at first.</summary>
    public required string Outbox { get; init; }

    IEnumerable<string> INamesOutboxes.NamedOutboxes => [Outbox];
}

/// <summary>Sends all events to one outbox, until an event at the inbox <c>control</c> names another.</summary>
[FlowModule("switch", "Sends all events to one outbox; an event at the inbox control names another one.", Inboxes = ["inbox", "control?"], Outboxes = [FlowModuleAttribute.Any])]
public sealed class SwitchModule(SwitchSettings settings) : FlowModule
{
    private string _outbox = settings.Outbox;

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (inbox != "control") return SendAsync(item, _outbox);
        var wanted = EventPath.Data.ReadText(item)?.Trim() ?? "";
        if (!Outboxes.Contains(wanted)) throw new FlowException(FlowErrorKind.NotFound, $"there is no outbox '{wanted}' to switch to; connected are {string.Join(", ", Outboxes)}");
        _outbox = wanted;
        return ValueTask.CompletedTask;
    }
}
