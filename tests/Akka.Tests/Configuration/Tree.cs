using System.Text.Json;
using Akka.Configuration.Hocon;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Tests.Configuration;

/// <summary>A model of a document's content, against which the parser is checked.</summary>
internal abstract record Tree
{
    /// <summary>One text for equal trees, whatever the order of their keys.</summary>
    public abstract string Canonical { get; }

    /// <summary>This tree over another one: objects merge, all else replaces.</summary>
    public Tree Over(Tree fallback) => this is Map above && fallback is Map below ? above.OverMap(below) : this;

    public static string CanonicalOf(HoconValue value) => From(value).Canonical;

    private static Tree From(HoconValue value)
    {
        if (value.IsObject()) return new Map(value.GetObject().Items.ToDictionary(item => item.Key, item => From(item.Value)));
        return value.IsArray() ? new List([.. value.GetArray().Select(From)]) : new Leaf(value.GetString());
    }

    public static Gen<Map> Maps(int depth) =>
        from count in Gen.Choose(0, 4)
        from keys in Gen.Elements(Keys).ListOf(count)
        from values in Trees(depth - 1).ListOf(count)
        select new Map(keys.Zip(values).DistinctBy(field => field.First).ToDictionary(field => field.First, field => field.Second));

    private static Gen<Tree> Trees(int depth)
    {
        var leaves = Texts.Select(Tree (text) => new Leaf(text));
        if (depth <= 0) return leaves;
        var lists = Gen.Choose(0, 3).SelectMany(count => Trees(depth - 1).ListOf(count)).Select(Tree (items) => new List([.. items]));
        return Gen.Frequency((3, leaves), (1, lists), (3, Maps(depth).Select(Tree (map) => map)));
    }

    private static readonly string[] Keys = ["a", "b", "c", "d", "a b", "a.b", "1", "", "include", "x\"y", "/user/*", "é", "back\\slash", "#", "null"];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("on", "1", "5 s", "null", "true", "", " ", "${a}", "//", "a//b", "\"\"\"", "\\", "{", "x\ny"),
        Gen.Choose(1, 8).SelectMany(count => Gen.Elements([.. "ab \t\n\"\\{}[]$#/:=.,é+*"]).ListOf(count)).Select(letters => string.Concat(letters)));
}

internal sealed record Leaf(string Text) : Tree
{
    public override string Canonical => JsonSerializer.Serialize(Text);
}

internal sealed record List(IReadOnlyList<Tree> Items) : Tree
{
    public override string Canonical => $"[{string.Join(",", Items.Select(item => item.Canonical))}]";
}

internal sealed record Map(IReadOnlyDictionary<string, Tree> Fields) : Tree
{
    public override string Canonical =>
        $"{{{string.Join(",", Fields.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{JsonSerializer.Serialize(item.Key)}:{item.Value.Canonical}"))}}}";

    public Map OverMap(Map fallback)
    {
        var merged = new Dictionary<string, Tree>(fallback.Fields);
        foreach (var (key, value) in Fields) merged[key] = fallback.Fields.TryGetValue(key, out var below) ? value.Over(below) : value;
        return new Map(merged);
    }
}
