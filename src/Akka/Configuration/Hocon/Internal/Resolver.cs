namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Replaces substitutions by what they name. A substitution sees the final value of its path (it looks forward), except where that
/// would lead to itself: in the value of <c>a</c>, <c>${a}</c> is what <c>a</c> held before (it looks back).
/// </summary>
/// <remarks>
/// Nothing is remembered between look-ups, since what a path means depends on who asks; bounds on work and depth end what would explode.
/// A method's null result means "no value".
/// </remarks>
internal sealed class Resolver(Node root)
{
    /// <summary>The substitution that asked is itself part of the answer.</summary>
    private static readonly Node Cycle = new GapNode("cycle");

    /// <summary>The path leads through a text or an array, which hides what an earlier object had there.</summary>
    private static readonly Node Hidden = new GapNode("hidden");

    private readonly List<SubstitutionNode> _active = [];
    private readonly Dictionary<MergeNode, int> _mergesByField = [];
    private int _field;
    private int _depth;
    private int _nodes;
    private long _characters;
    private string _cycle = "";

    internal Node Resolve() => Value(root) ?? new ObjectNode(root.Origin);

    private Node? Value(Node node)
    {
        Enter(node);
        var value = node switch
        {
            ObjectNode fields => Fields(fields),
            ArrayNode array => Items(array, array.Items),
            AppendNode append => Items(append, append.Items),
            SubstitutionNode substitution => Substitute(substitution),
            ConcatenationNode concatenation => Concatenate(concatenation),
            MergeNode merge => Merge(merge),
            _ => node,
        };
        _depth--;
        return value;
    }

    private void Enter(Node node)
    {
        if (++_depth > HoconLimits.ResolveDepth) throw TooMuch(node, $"{HoconLimits.ResolveDepth} substitutions and levels inside each other");
        if (++_nodes > HoconLimits.ResolvedNodes) throw TooMuch(node, $"{HoconLimits.ResolvedNodes} values from substitutions");
    }

    private HoconException TooMuch(Node node, string limit) =>
        new(_active.Count > 0 ? _active[0].Origin : node.Origin, $"expected at most {limit}, found more; do substitutions double each other?");

    private Node? Fields(ObjectNode source)
    {
        ObjectNode? copy = null;
        for (var i = 0; i < source.Count; i++)
        {
            var before = source.ValueAt(i);
            var after = InAnotherField(before);
            if (after == Cycle) return Cycle;
            if (copy is null && after == before) continue;
            copy ??= FirstFields(source, i);
            if (after is not null) copy.Add(source.KeyAt(i), after);
        }

        return copy ?? source;
    }

    private static ObjectNode FirstFields(ObjectNode source, int count)
    {
        var copy = new ObjectNode(source.Origin);
        for (var i = 0; i < count; i++) copy.Add(source.KeyAt(i), source.ValueAt(i));
        return copy;
    }

    private Node? Items(Node array, IReadOnlyList<Node> items)
    {
        var values = new List<Node>(items.Count);
        foreach (var item in items)
        {
            var value = Value(item);
            if (value == Cycle) return Cycle;
            if (value is not null) values.Add(value);
        }

        return new ArrayNode(array.Origin, values);
    }

    private Node? Concatenate(ConcatenationNode concatenation)
    {
        var values = new Node?[concatenation.Parts.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(concatenation.Parts[i]);
            if (values[i] == Cycle) return Cycle;
        }

        var joined = Merging.Join(concatenation.Origin, values);
        _characters += joined is LiteralNode literal ? literal.Text.Length : 0;
        if (_characters > HoconLimits.ResolvedCharacters) throw TooMuch(concatenation, $"{HoconLimits.ResolvedCharacters} characters from substitutions");
        return joined;
    }

    private Node? Merge(MergeNode merge)
    {
        var asked = _mergesByField.GetValueOrDefault(merge, -1);
        _mergesByField[merge] = _field;
        var later = Value(merge.Later);
        if (later == Cycle) later = null;
        var earlier = later is null or ObjectNode ? Value(merge.Earlier) : null;
        if (asked < 0) _mergesByField.Remove(merge);
        else _mergesByField[merge] = asked;
        return Over(merge, earlier, later);
    }

    private static Node? Over(MergeNode merge, Node? earlier, Node? later)
    {
        if (merge.IsJoined && earlier is LiteralNode or ArrayNode && later is ObjectNode) throw Merging.Mixed(earlier, merge.Later);
        if (merge.IsJoined && later is LiteralNode or ArrayNode) throw Merging.Mixed(merge.Earlier, later);
        return later switch
        {
            null => earlier,
            ObjectNode above when earlier is ObjectNode below => Merging.Union(below, above),
            _ => later,
        };
    }

    private Node? Substitute(SubstitutionNode substitution)
    {
        if (_active.Contains(substitution))
        {
            _cycle = string.Join(" -> ", _active.SkipWhile(active => active != substitution).Append(substitution));
            return Cycle;
        }

        _active.Add(substitution);
        var cyclic = false;
        Node? value = null;
        foreach (var path in substitution.Paths)
        {
            value = Find(root, path, 0);
            cyclic |= value == Cycle;
            if (value == Cycle || value == Hidden) value = null;
            if (value is not null) break;
        }

        value ??= FromEnvironment(substitution);
        if (value is null && !substitution.IsOptional)
        {
            // Whoever asked may be able to look back; the first of all cannot.
            if (!cyclic || _active.Count == 1) throw Missing(substitution, cyclic);
            value = Cycle;
        }

        _active.RemoveAt(_active.Count - 1);
        return value;
    }

    private static LiteralNode? FromEnvironment(SubstitutionNode substitution) =>
        Environment.GetEnvironmentVariable(substitution.Name) is { } value ? new LiteralNode(substitution.Origin, value, quoted: true) : null;

    private HoconException Missing(SubstitutionNode substitution, bool cyclic)
    {
        var name = substitution.Name;
        if (!cyclic)
        {
            return new HoconException(substitution.Origin, $"expected a value for {substitution}, found none in the document or the environment; " +
                $"set {name}, or write ${{?{name}}} if it may be missing");
        }

        return new HoconException(substitution.Origin, $"expected a value for {substitution} that does not need itself, found the cycle {_cycle}; break it");
    }

    /// <summary>The value of <paramref name="path"/> from its <paramref name="i"/>th segment on inside <paramref name="node"/>, which may be unresolved.</summary>
    private Node? Find(Node node, string[] path, int i)
    {
        Enter(node);
        var value = node is MergeNode merge ? FindMerged(merge, path, i) : FindIn(node, path, i);
        _depth--;
        return value;
    }

    private Node? FindIn(Node node, string[] path, int i)
    {
        if (i == path.Length) return InAnotherField(node);
        switch (node)
        {
            case ObjectNode fields:
                return fields.TryGet(path[i], out var child) ? Find(child, path, i + 1) : null;
            case SubstitutionNode or ConcatenationNode:
                var value = InAnotherField(node);
                return value is null || value == Cycle ? value : value is ObjectNode ? Find(value, path, i) : Hidden;
            default:
                return Hidden;
        }
    }

    private Node? FindMerged(MergeNode merge, string[] path, int i)
    {
        // Asked from within this very field: only what it held before counts.
        if (_mergesByField.TryGetValue(merge, out var field) && field == _field) return Find(merge.Earlier, path, i);
        var later = Find(merge.Later, path, i);
        if (later is not (null or ObjectNode) && later != Cycle) return later;
        var earlier = Find(merge.Earlier, path, i);
        if (later is ObjectNode above) return earlier is ObjectNode below ? Merging.Union(below, above) : above;
        return earlier ?? later;
    }

    /// <summary>Resolves a value for which the merges under way are other fields' business.</summary>
    private Node? InAnotherField(Node node)
    {
        _field++;
        var value = Value(node);
        _field--;
        return value;
    }
}
