using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Keywords for objects; other values pass.</summary>
internal static class ObjectRules
{
    public static SchemaRule Properties(SchemaKeyword keyword)
    {
        var nodes = keyword.NodesByName();
        return Members((member, place, run) =>
        {
            if (nodes.TryGetValue(member.Name, out var node)) node.Check(member.Value, place.Below(member.Name), run);
        });
    }

    public static SchemaRule PatternProperties(SchemaKeyword keyword)
    {
        var nodes = keyword.NodesByName().Select(pair => (Pattern: keyword.Pattern(pair.Key), Node: pair.Value)).ToList();
        return Members((member, place, run) =>
        {
            foreach (var (pattern, node) in nodes)
                if (pattern.IsMatch(member.Name)) node.Check(member.Value, place.Below(member.Name), run);
        });
    }

    public static SchemaRule AdditionalProperties(SchemaKeyword keyword)
    {
        var node = keyword.Node();
        var names = keyword.Beside("properties")?.Members().Select(member => member.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        var patterns = keyword.Beside("patternProperties") is { } beside ? beside.Members().Select(member => beside.Pattern(member.Name)).ToList() : [];
        var isForbidden = keyword.Value.ValueKind == JsonValueKind.False;
        return Members((member, place, run) =>
        {
            if (names.Contains(member.Name) || patterns.Exists(pattern => pattern.IsMatch(member.Name))) return;
            if (isForbidden) run.Violate(place, $"has {member.Name}, which is not allowed{(Configuration.Spelling.Nearest(member.Name, names) is { } nearest ? $"; did you mean {nearest}?" : "")}");
            else node.Check(member.Value, place.Below(member.Name), run);
        });
    }

    public static SchemaRule PropertyNames(SchemaKeyword keyword)
    {
        var node = keyword.Node();
        return Members((member, place, run) => node.Check(JsonSerializer.SerializeToElement(member.Name), place.Below(member.Name), run));
    }

    public static SchemaRule Required(SchemaKeyword keyword)
    {
        var names = keyword.Texts();
        return (value, place, run) => Require(names, value, place, run, "");
    }

    public static SchemaRule Count(SchemaKeyword keyword)
    {
        var (isLeast, limit) = (keyword.Name.StartsWith("min", StringComparison.Ordinal), keyword.Count());
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Object) return;
            var count = value.GetPropertyCount();
            if (isLeast ? count < limit : count > limit) run.Violate(place, $"has {count} members; expected: {(isLeast ? "at least" : "at most")} {limit}");
        };
    }

    /// <summary>What has to be there, or to hold, if a member is there.</summary>
    public static SchemaRule Dependent(SchemaKeyword keyword)
    {
        var rules = keyword.Members().ToDictionary(member => member.Name, member => member.Value.ValueKind == JsonValueKind.Array ? Names(member.Name, member.Value) : keyword.NodeOf(member.Name, member.Value).Check, StringComparer.Ordinal);
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Object) return;
            foreach (var (name, rule) in rules)
                if (value.TryGetProperty(name, out _)) rule(value, place, run);
        };

        SchemaRule Names(string name, JsonElement names)
        {
            var needed = (keyword with { Value = names }).Texts();
            return (value, place, run) => Require(needed, value, place, run, $", because {name} is there");
        }
    }

    private static void Require(IReadOnlyList<string> names, JsonElement value, SchemaPlace place, SchemaRun run, string why)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var name in names)
            if (!value.TryGetProperty(name, out _)) run.Violate(place, $"has no {name}{why}");
    }

    private static SchemaRule Members(Action<JsonProperty, SchemaPlace, SchemaRun> check) => (value, place, run) =>
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject()) check(member, place, run);
    };
}
