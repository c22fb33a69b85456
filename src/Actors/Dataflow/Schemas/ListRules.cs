using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Keywords for lists; other values pass.</summary>
internal static class ListRules
{
    /// <summary>Until 2019 a list of schemas was for the items in turn, and <c>additionalItems</c> for the rest; since then the first have <c>prefixItems</c>.</summary>
    public static SchemaRule Items(SchemaKeyword keyword)
    {
        if (keyword.Value.ValueKind != JsonValueKind.Array) return Each(keyword.Node(), keyword.Beside("prefixItems")?.Nodes().Count ?? 0);
        var first = InTurn([.. keyword.Value.EnumerateArray().Select((schema, index) => keyword.NodeOf($"{index}", schema))]);
        if (keyword.Beside("additionalItems")?.Node() is not { } rest) return first;
        var others = Each(rest, keyword.Value.GetArrayLength());
        return (value, place, run) =>
        {
            first(value, place, run);
            others(value, place, run);
        };
    }

    public static SchemaRule PrefixItems(SchemaKeyword keyword) => InTurn(keyword.Nodes());

    public static SchemaRule Contains(SchemaKeyword keyword)
    {
        var (node, least, most) = (keyword.Node(), keyword.Beside("minContains")?.Count() ?? 1, keyword.Beside("maxContains")?.Count() ?? int.MaxValue);
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Array) return;
            var count = value.EnumerateArray().Index().Count(each => node.Accepts(each.Item, place.Below(each.Index), run));
            if (count < least || count > most) run.Violate(place, $"has {count} items of the kind that it must have {(count < least ? $"at least {least}" : $"at most {most}")} of");
        };
    }

    public static SchemaRule Count(SchemaKeyword keyword)
    {
        var (isLeast, limit) = (keyword.Name.StartsWith("min", StringComparison.Ordinal), keyword.Count());
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Array) return;
            var count = value.GetArrayLength();
            if (isLeast ? count < limit : count > limit) run.Violate(place, $"has {count} items; expected: {(isLeast ? "at least" : "at most")} {limit}");
        };
    }

    public static SchemaRule? Unique(SchemaKeyword keyword)
    {
        if (!keyword.Truth()) return null;
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Array) return;
            var seen = new HashSet<JsonElement>(new SameJson(run.Budget));
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                if (seen.Add(item)) continue;
                run.Violate(place.Below(index), "is there twice; items have to be different");
                return;
            }
        };
    }

    private static SchemaRule Each(SchemaNode node, int from) => (value, place, run) =>
    {
        if (value.ValueKind != JsonValueKind.Array) return;
        foreach (var (index, item) in value.EnumerateArray().Index().Skip(from)) node.Check(item, place.Below(index), run);
    };

    private static SchemaRule InTurn(IReadOnlyList<SchemaNode> nodes) => (value, place, run) =>
    {
        if (value.ValueKind != JsonValueKind.Array) return;
        foreach (var (index, item) in value.EnumerateArray().Index().Take(nodes.Count)) nodes[index].Check(item, place.Below(index), run);
    };
}

/// <summary>JSON that means the same, for sets.</summary>
/// <param name="budget">Strangers can make up values that all have one hash: each comparison is a step.</param>
internal sealed class SameJson(SchemaBudget budget) : IEqualityComparer<JsonElement>
{
    public bool Equals(JsonElement x, JsonElement y)
    {
        budget.Step();
        return JsonElement.DeepEquals(x, y);
    }

    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.String => obj.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Number => obj.GetDouble().GetHashCode(),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate(17, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        // The order of members means nothing.
        JsonValueKind.Object => obj.EnumerateObject().Aggregate(19, (hash, member) => hash ^ HashCode.Combine(member.Name, GetHashCode(member.Value))),
        _ => (int)obj.ValueKind,
    };
}
