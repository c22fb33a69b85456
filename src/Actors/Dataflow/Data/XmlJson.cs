using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Actors.Dataflow.Data;

/// <summary>
/// XML as JSON and back. An element is an object of its children by name; children of one name are a list; attributes have <c>@</c> before their names, text beside other things is
/// <c>#text</c>, an element with nothing in it is null. JSON with no single root is put into a root <see cref="Envelope"/>, which the way back takes off again.
/// </summary>
public static class XmlJson
{
    public const string Envelope = "jsonified_envelope";

    private const string TextName = "#text";

    public static JsonElement ToJson(XmlData xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        var root = xml.ToElement();
        var value = ValueOf(root);
        var whole = root.Name.LocalName == Envelope && value is not JsonValue
            ? Unwrapped(value)
            : new JsonObject { [NameOf(root.Name, root)] = value };
        return FlowData.OfNode(whole);
    }

    /// <exception cref="FlowException">A name in it cannot be a name in XML.</exception>
    public static XmlData ToXml(JsonElement json)
    {
        var root = json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() == 1 && json.EnumerateObject().First() is var only
            && only.Value.ValueKind != JsonValueKind.Array && only.Name is not ['@' or '#', ..]
                ? ElementOf(only.Name, only.Value)
                : ElementOf(Envelope, json);
        return XmlData.Of(root);
    }

    // A list is wrapped as elements that have the envelope's own name.
    private static JsonNode? Unwrapped(JsonNode? value) =>
        value is JsonObject { Count: 1 } only && only[Envelope] is JsonArray list ? list.DeepClone() : value;

    private static JsonNode? ValueOf(XElement element)
    {
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        var text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
        if (attributes.Count == 0 && !element.HasElements)
            return text.Length == 0 ? null : JsonValue.Create(text);
        var value = new JsonObject();
        foreach (var attribute in attributes)
            value[$"@{NameOf(attribute.Name, element)}"] = attribute.Value;
        foreach (var group in element.Elements().GroupBy(child => NameOf(child.Name, child)))
        {
            var children = group.Select(ValueOf).ToArray();
            value[group.Key] = children is [var single] ? single : new JsonArray(children);
        }

        if (!string.IsNullOrWhiteSpace(text)) value[TextName] = text.Trim();
        return value;
    }

    // The prefix is part of the name, as people write it in paths.
    private static string NameOf(XName name, XElement within) =>
        name.Namespace != XNamespace.None && within.GetPrefixOfNamespace(name.Namespace) is { Length: > 0 } prefix ? $"{prefix}:{name.LocalName}" : name.LocalName;

    private static XElement ElementOf(string name, JsonElement value)
    {
        var element = new XElement(Name(name));
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Add(element, member);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) element.Add(ElementOf(name, item));
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                element.Add(new XText(TextOf(value)));
                break;
        }

        return element;
    }

    private static void Add(XElement element, JsonProperty member)
    {
        if (member.Name == TextName)
            element.Add(new XText(TextOf(member.Value)));
        else if (member.Name.StartsWith('@'))
            element.SetAttributeValue(Name(member.Name[1..]), TextOf(member.Value));
        else if (member.Value.ValueKind == JsonValueKind.Array)
            foreach (var item in member.Value.EnumerateArray()) element.Add(ElementOf(member.Name, item));
        else
            element.Add(ElementOf(member.Name, member.Value));
    }

    private static string TextOf(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind == JsonValueKind.Null ? "" : value.GetRawText();
        return text.All(XmlConvert.IsXmlChar) || IsXmlText(text)
            ? text
            : throw new FlowException(FlowErrorKind.MalformedData, "a text in the JSON has a character that XML does not have");
    }

    // Pairs of surrogates are characters of XML, a single one is none.
    private static bool IsXmlText(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text) is not null;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    // Namespaces are not invented: a prefix becomes a part of the name that XML allows everywhere.
    private static XName Name(string name)
    {
        try
        {
            return XName.Get(XmlConvert.VerifyNCName(name.Replace(':', '_')));
        }
        catch (Exception failure) when (failure is XmlException or ArgumentException)
        {
            throw new FlowException(FlowErrorKind.MalformedData, $"'{name}' in the JSON cannot be a name in XML", failure);
        }
    }
}
