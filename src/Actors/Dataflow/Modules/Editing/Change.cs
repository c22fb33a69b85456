using System.Text.Json;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Editing;

/// <summary>
/// One step of <c>modify</c>: where something is set, what it is (a value, another part of the event, what XPath or a JSON path finds in the data, or what is there already), and what is done to it on the
/// way: looked up in a table, made upper or lower case, lengthened, read as a number.
/// </summary>
public sealed record Change : ICheckedSettings
{
    /// <summary>What is set: <c>data</c>, <c>customer/name</c>, <c>http/status</c>, <c>http/header/NAME</c>.</summary>
    public required EventPath Path { get; init; }

    /// <summary>Take it away.</summary>
    public bool Delete { get; init; }

    public FlowTemplate? Value { get; init; }

    public EventPath? From { get; init; }

    public XmlPath? Xpath { get; init; }

    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = new Dictionary<string, string>();

    public JsonPath? JsonPath { get; init; }

    /// <summary>All that a path finds, as a list; otherwise the first.</summary>
    public bool All { get; init; }

    /// <summary>What is found is looked up here.</summary>
    public IReadOnlyDictionary<string, string> Table { get; init; } = new Dictionary<string, string>();

    /// <summary>If nothing is found, in the event or in the table; without it that is an error.</summary>
    public string? Default { get; init; }

    public LetterCase Case { get; init; }

    /// <summary>Added at the end: to a text as a text, to a list as an item.</summary>
    public FlowTemplate? Append { get; init; }

    /// <summary>What it is read as, in the end.</summary>
    public ValueForm As { get; init; }

    public IEnumerable<SettingProblem> Problems()
    {
        if (!Path.CanBeSet) yield return new SettingProblem(nameof(Path), $"{Path} cannot be changed; expected: data, an attribute such as customer/name, http/status or http/header/NAME");
        var sources = new object?[] { Value, From, Xpath, JsonPath, Delete ? this : null }.Count(source => source is not null);
        if (sources > 1) yield return new SettingProblem(nameof(Path), $"one step does one thing: it has {sources} of value, from, xpath, json-path and delete");
        if (Xpath?.Problem(Namespaces) is { } problem) yield return new SettingProblem(nameof(Xpath), problem);
    }

    internal FlowEvent Apply(FlowEvent item)
    {
        if (Delete) return Path.Remove(item);
        var found = LookUp(Find(item)) ?? Default ?? throw new FlowException(FlowErrorKind.Unprocessable, $"there is no value for {Path}");
        return Path.Set(item, ValueForms.Read(Appended(Cased(found), item), As));
    }

    private object? Find(FlowEvent item)
    {
        if (Value is not null) return Value.Render(item);
        if (Xpath is not null) return Of(Xpath.Select(item.Xml, Namespaces));
        if (JsonPath is not null) return Of([.. JsonPath.Select(item.Json).Select(JsonValues.Value)]);
        return (From ?? Path).Read(item);
    }

    private object? Of(IReadOnlyList<object?> found) => All ? found : found.Count > 0 ? found[0] : null;

    private object? LookUp(object? found) => Table.Count == 0 || found is null ? found : Table.GetValueOrDefault(EventPath.TextOf(found) ?? "");

    private object Cased(object value) => Case switch
    {
        LetterCase.Lower => (EventPath.TextOf(value) ?? "").ToLowerInvariant(),
        LetterCase.Upper => (EventPath.TextOf(value) ?? "").ToUpperInvariant(),
        _ => value,
    };

    private object Appended(object value, FlowEvent item) => (Append, value) switch
    {
        (null, _) => value,
        (_, JsonElement { ValueKind: JsonValueKind.Array } list) => (object[])[.. list.EnumerateArray(), Append.Render(item)],
        (_, IReadOnlyList<object?> list) => (object[])[.. list!, Append.Render(item)],
        _ => EventPath.TextOf(value) + Append.Render(item),
    };
}

/// <summary>Upper or lower case letters.</summary>
public enum LetterCase
{
    /// <summary>As they are.</summary>
    Keep,
    Lower,
    Upper,
}
