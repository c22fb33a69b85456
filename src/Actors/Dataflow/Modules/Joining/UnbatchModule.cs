using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Joining;

/// <summary>Settings of <c>unbatch</c>.</summary>
public sealed record UnbatchSettings
{
    /// <summary>What in JSON becomes events; null: the items of a list, or the one value that it is.</summary>
    public JsonPath? JsonPath { get; init; }

    /// <summary>Between the parts of a text.</summary>
    [Length(1, 1000)]
    public string Separator { get; init; } = "\n";

    /// <summary>More of one event is an error, and none is sent.</summary>
    [Range(1, 10_000_000)]
    public int MaxItems { get; init; } = 100_000;
}

/// <summary>
/// Makes many events of one: of the items of a JSON list, the elements in the root of XML, the lines of a text. They have the attributes of the one, ids of their own, and <c>batch/id</c> and
/// <c>batch/index</c>.
/// </summary>
[FlowModule("unbatch", "Makes many events of one: items of a list, elements of XML, lines of a text.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class UnbatchModule(UnbatchSettings settings) : FlowModule
{
    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var parts = Parts(item).Take(settings.MaxItems + 1).ToList();
        if (parts.Count > settings.MaxItems) throw new FlowException(FlowErrorKind.TooLarge, $"the event has more than {settings.MaxItems} parts");
        foreach (var (index, part) in parts.Index())
        {
            var own = NewEvent(part);
            await SendAsync(own with { Attributes = item.Attributes.Set("batch/id", item.Id.ToString()).Set("batch/index", index), Http = item.Http });
        }
    }

    private IEnumerable<object> Parts(FlowEvent item)
    {
        if (settings.JsonPath is { } path) return path.Select(item.Json).Select(value => (object)value);
        return item.Data switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(value => (object)value),
            XmlData xml => Children(xml),
            string or ReadOnlyMemory<byte> => Texts(item.Text),
            null => [],
            var other => [other],
        };
    }

    // Lines may end as they do on Windows.
    private IEnumerable<string> Texts(string text) =>
        text.Split(settings.Separator).Select(part => settings.Separator == "\n" && part.EndsWith('\r') ? part[..^1] : part).Where(part => part.Length > 0);

    private static IEnumerable<object> Children(XmlData xml) => xml.ToElement().Elements().Select(element => (object)XmlData.Of(element));
}
