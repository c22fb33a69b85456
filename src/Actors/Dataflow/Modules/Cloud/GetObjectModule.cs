using System.ComponentModel.DataAnnotations;
using Actors.Client;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Cloud;

/// <summary>Settings of <c>get-object</c>.</summary>
public sealed record GetObjectSettings
{
    /// <summary>The object's id, or its name: then it is the newest one.</summary>
    public FlowTemplate Id { get; init; } = FlowTemplate.Parse("{object/id}");

    public ContentForm Form { get; init; } = ContentForm.Bytes;

    /// <summary>Larger ones are an error.</summary>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; init; } = 16 * 1024 * 1024;
}

/// <summary>Reads an object of the store for each event; it becomes the data.</summary>
[FlowModule("get-object", "Reads an object of the store for each event; it becomes the data.", Inboxes = [FlowModuleAttribute.Any], Needs = [typeof(ComputeCloud)])]
public sealed class GetObjectModule(GetObjectSettings settings) : CloudModule
{
    protected override async Task<FlowEvent> DoAsync(FlowEvent item, CancellationToken cancel)
    {
        var found = await Cloud.FindAsync(settings.Id.Render(item), cancel);
        var data = await BoundedRead.ReadAsync(Cloud, found.Id, settings.MaxBytes, settings.Form, cancel);
        return item.WithData(data).WithAttribute("object/id", found.Id.ToString()).WithAttribute("object/name", found.Name);
    }
}
