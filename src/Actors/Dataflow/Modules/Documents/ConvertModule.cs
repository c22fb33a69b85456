using System.Text.Json;
using System.Text.Json.Nodes;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Documents;

/// <summary>Settings of <c>convert</c>.</summary>
public sealed record ConvertSettings : ICheckedSettings
{
    public required ConvertForm Form { get; init; }

    /// <summary>What is converted; <c>attributes</c> are all attributes.</summary>
    public EventPath From { get; init; } = EventPath.Data;

    /// <summary>A name to put around JSON on its way: the root of XML that is made of it.</summary>
    public string? Root { get; init; }

    /// <summary>JSON becomes one object without others in it: <c>{"order":{"id":7}}</c> is <c>{"order/id":7}</c>.</summary>
    public bool Flatten { get; init; }

    public IEnumerable<SettingProblem> Problems()
    {
        if (Root is not null && !XmlNames.IsName(Root)) yield return new SettingProblem(nameof(Root), $"'{Root}' cannot be a name in XML");
        if (Flatten && Form is ConvertForm.Xml or ConvertForm.Bytes) yield return new SettingProblem(nameof(Flatten), "only JSON and text can be flat; names with slashes are none in XML");
    }
}

/// <summary>Forms of data that there is a way to.</summary>
public enum ConvertForm
{
    Text,
    Json,
    Xml,
    Bytes,
}

/// <summary>Turns data into another form: XML into JSON and back, attributes into a document, all of it into text.</summary>
[FlowModule("convert", "Turns data, or attributes, into JSON, XML, text or bytes.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class ConvertModule(ConvertSettings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var data = settings.From.Read(item);
        if (settings.Flatten) data = Flat(FlowData.ToJson(data));
        if (settings.Root is { } root) data = new JsonObject { [root] = JsonValues.Node(FlowData.ToJson(data)) };
        return SendAsync(item.WithData(FlowData.Convert(FlowData.Frozen(data), Enum.Parse<DataKind>(settings.Form.ToString()))));
    }

    private static JsonObject Flat(JsonElement json)
    {
        var flat = new JsonObject();
        Add("", json);
        return flat;

        void Add(string path, JsonElement value)
        {
            var isEmpty = path.Length > 0 && (value.ValueKind == JsonValueKind.Object ? value.GetPropertyCount() == 0 : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);
            if (value.ValueKind == JsonValueKind.Object && !isEmpty)
                foreach (var member in value.EnumerateObject()) Add(Below(path, member.Name), member.Value);
            else if (value.ValueKind == JsonValueKind.Array && !isEmpty)
                foreach (var (index, each) in value.EnumerateArray().Index()) Add(Below(path, $"{index}"), each);
            else
                flat[path] = JsonValues.Node(value);
        }

        static string Below(string path, string name) => path.Length == 0 ? name : $"{path}{FlowAttributes.Separator}{name}";
    }
}
