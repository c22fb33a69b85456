using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Routing;

/// <summary>Settings of <c>select</c>.</summary>
public sealed record SelectSettings : INamesOutboxes
{
    /// <summary>Names the outbox: <c>{customer/region}</c>.</summary>
    public required FlowTemplate Outbox { get; init; }

    /// <summary>Outboxes by what the template gives; what is not in it is an outbox itself.</summary>
    public IReadOnlyDictionary<string, string> Table { get; init; } = new Dictionary<string, string>();

    /// <summary>For events whose outbox is not connected; null: that is an error.</summary>
    public string? Default { get; init; }

    IEnumerable<string> INamesOutboxes.NamedOutboxes => Default is null ? Table.Values : Table.Values.Append(Default);
}

/// <summary>Sends each event to the outbox that the event itself names.</summary>
[FlowModule("select", "Sends each event to the outbox that it names, by an attribute or any part of it.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class SelectModule(SelectSettings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var name = settings.Outbox.Render(item);
        var outbox = settings.Table.GetValueOrDefault(name, name);
        if (Outboxes.Contains(outbox)) return SendAsync(item, outbox);
        return settings.Default is { } other
            ? SendAsync(item, other)
            : throw new FlowException(FlowErrorKind.NotFound, $"the event wants the outbox '{outbox}', which is not connected");
    }
}
