using Actors.Client;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Cloud;

/// <summary>Settings of <c>put-object</c>.</summary>
public sealed record PutObjectSettings
{
    /// <summary>The object's name; need not be unique.</summary>
    public required FlowTemplate Name { get; init; }
}

/// <summary>Puts the data of each event into the store. The event goes on when enough copies are on disks, with the attributes <c>object/id</c>, <c>object/length</c> and <c>object/sha256</c>.</summary>
[FlowModule("put-object", "Puts the data of each event into the store.", Inboxes = [FlowModuleAttribute.Any], Needs = [typeof(ComputeCloud)])]
public sealed class PutObjectModule(PutObjectSettings settings) : CloudModule
{
    protected override async Task<FlowEvent> DoAsync(FlowEvent item, CancellationToken cancel)
    {
        using var data = new MemoryStream(item.Bytes.ToArray(), writable: false);
        var stored = await Cloud.AddAsync(settings.Name.Render(item), data, cancel);
        return item.WithAttribute("object/id", stored.Id.ToString()).WithAttribute("object/length", stored.Length).WithAttribute("object/sha256", stored.Sha256);
    }
}
