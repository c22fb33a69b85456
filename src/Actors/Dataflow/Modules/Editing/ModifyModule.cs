using System.ComponentModel.DataAnnotations;

namespace Actors.Dataflow.Modules.Editing;

/// <summary>Settings of <c>modify</c>.</summary>
public sealed record ModifySettings
{
    /// <summary>Done one after the other; each sees what those before it have done.</summary>
    [Length(1, 1000)]
    public required IReadOnlyList<Change> Steps { get; init; }
}

/// <summary>Changes attributes, data, and the status and headers of replies.</summary>
[FlowModule("modify", "Sets, changes and deletes attributes, data, and the status and headers of replies.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class ModifyModule(ModifySettings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) =>
        SendAsync(settings.Steps.Aggregate(item, (changed, step) => step.Apply(changed)));
}
