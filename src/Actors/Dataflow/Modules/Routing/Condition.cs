using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Routing;

/// <summary>Something that is true of an event or not. What it looks at is the scope, or what XPath or a JSON path finds in it; of that one of the patterns must match, or, without any, it must be there.</summary>
public record Condition : ICheckedSettings
{
    /// <summary>Where to look.</summary>
    public EventPath Scope { get; init; } = EventPath.Data;

    public IReadOnlyList<FlowPattern> Patterns { get; init; } = [];

    public XmlPath? Xpath { get; init; }

    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = new Dictionary<string, string>();

    public JsonPath? JsonPath { get; init; }

    /// <summary>The opposite.</summary>
    public bool Not { get; init; }

    /// <summary>These must be true as well; <see cref="Not"/> does not concern them.</summary>
    public IReadOnlyList<Condition> And { get; init; } = [];

    public virtual IEnumerable<SettingProblem> Problems()
    {
        if (Xpath is not null && JsonPath is not null) yield return new SettingProblem(nameof(Xpath), "xpath and json-path are both set; one of them can look into the data");
        if (Xpath?.Problem(Namespaces) is { } problem) yield return new SettingProblem(nameof(Xpath), problem);
    }

    /// <summary>Says of an event whether it is true.</summary>
    /// <param name="limit">For each match of a pattern.</param>
    /// <returns>Throws a <see cref="FlowException"/> if the data are not what is looked for, or a match took too long.</returns>
    internal Func<FlowEvent, bool> Compile(TimeSpan limit)
    {
        FlowPattern[] patterns = [.. Patterns.Select(pattern => pattern.Within(limit))];
        Func<FlowEvent, bool>[] others = [.. And.Select(other => other.Compile(limit))];
        return item => Holds(item, patterns) != Not && Array.TrueForAll(others, other => other(item));
    }

    private bool Holds(FlowEvent item, FlowPattern[] patterns)
    {
        var value = Scope.Read(item);
        if (patterns.Length == 0 && Xpath is not null) return value is not null && Xpath.IsTrue(FlowData.ToXml(value), Namespaces);
        var texts = Texts(value).ToList();
        return patterns.Length == 0 ? texts.Count > 0 : Array.Exists(patterns, pattern => texts.Exists(pattern.IsMatch));
    }

    private IEnumerable<string> Texts(object? value)
    {
        if (value is null) return [];
        if (Xpath is not null) return Xpath.Select(FlowData.ToXml(value), Namespaces);
        if (JsonPath is not null) return JsonPath.Select(FlowData.ToJson(value)).Select(json => EventPath.TextOf(json) ?? "");
        return EventPath.TextOf(value) is { } text ? [text] : [];
    }
}
