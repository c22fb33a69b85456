namespace Akka.Configuration.Hocon.Internal;

/// <summary><c>${path}</c> or <c>${?path}</c>.</summary>
/// <param name="origin">Where it is written.</param>
/// <param name="name">The path as written, which is also the name of the environment variable to fall back to.</param>
/// <param name="optional">True for <c>${?path}</c>.</param>
/// <param name="paths">Where to look, in this order: an include inside an object first looks relative to that object.</param>
internal sealed class SubstitutionNode(Origin origin, string name, bool optional, string[][] paths) : Node(origin)
{
    internal string Name { get; } = name;

    internal bool IsOptional { get; } = optional;

    internal string[][] Paths { get; } = paths;

    internal override bool IsUnresolved => true;

    internal override string Description => ToString();

    public override string ToString() => $"${{{(IsOptional ? "?" : "")}{Name}}}";

    /// <summary>The same substitution in a document that is included at <paramref name="prefix"/>.</summary>
    internal SubstitutionNode Below(string[] prefix) =>
        new(Origin, Name, IsOptional, [.. Paths.Select(path => (string[])[.. prefix, .. path]), Paths[^1]]);
}

/// <summary>Values side by side on one line, at least one of them a substitution.</summary>
/// <param name="origin">Where the first one is.</param>
/// <param name="parts">The values and the blanks between them.</param>
/// <param name="isAppended">True when <c>+=</c> made it, whose next item then joins it instead of nesting it.</param>
internal sealed class ConcatenationNode(Origin origin, IReadOnlyList<Node> parts, bool isAppended = false) : Node(origin)
{
    internal IReadOnlyList<Node> Parts { get; } = parts;

    internal bool IsAppended { get; } = isAppended;

    internal ConcatenationNode With(AppendNode append) => new(Origin, [.. Parts, new ArrayNode(append.Origin, append.Items)], true);

    internal override bool IsUnresolved => true;

    internal override string Description => "a concatenation";
}

/// <summary>A key that was set twice, where only a substitution can tell what remains of the first value.</summary>
internal sealed class MergeNode : Node
{
    private readonly int _height;

    /// <param name="earlier">What the key held before.</param>
    /// <param name="later">What was set over it.</param>
    /// <param name="joined">True for <c>${a} { }</c>, where both sides must be objects.</param>
    internal MergeNode(Node earlier, Node later, bool joined = false)
        : base(later.Origin)
    {
        Earlier = earlier;
        Later = later;
        IsJoined = joined;
        _height = 1 + Math.Max(HeightOf(earlier), HeightOf(later));
        if (_height > HoconLimits.MergesOfOneKey)
            throw new HoconException(later.Origin, $"expected at most {HoconLimits.MergesOfOneKey} values with substitutions for one key, found more; set it once");
    }

    internal Node Earlier { get; }

    internal Node Later { get; }

    internal bool IsJoined { get; }

    internal override bool IsUnresolved => true;

    internal override string Description => "a merge";

    private static int HeightOf(Node node) => node is MergeNode merge ? merge._height : 0;
}

/// <summary><c>key += item</c> where the document so far has no such key; it extends what it is merged over.</summary>
internal sealed class AppendNode(Origin origin, IReadOnlyList<Node> items) : Node(origin)
{
    internal IReadOnlyList<Node> Items { get; } = items;

    internal override bool IsUnresolved => true;

    internal override string Description => "a list to append";
}

/// <summary>Blanks between two values of a concatenation: kept between texts, dropped between objects or arrays.</summary>
internal sealed class GapNode(string text) : Node(default)
{
    internal string Text { get; } = text;

    internal override string Description => "blanks";
}
