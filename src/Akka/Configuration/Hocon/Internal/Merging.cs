namespace Akka.Configuration.Hocon.Internal;

/// <summary>What becomes of two values of one key, and of values side by side.</summary>
internal static class Merging
{
    /// <summary>
    /// The value of a key that held <paramref name="earlier"/> and is then set to <paramref name="later"/>. May write into
    /// <paramref name="earlier"/>, so the caller must be the document's only owner.
    /// </summary>
    internal static Node Over(Node earlier, Node later) => (earlier, later) switch
    {
        (ObjectNode target, ObjectNode source) => Fill(target, source),
        (ArrayNode array, AppendNode append) => new ArrayNode(array.Origin, [.. array.Items, .. append.Items]),
        (AppendNode first, AppendNode append) => new AppendNode(first.Origin, [.. first.Items, .. append.Items]),
        (ConcatenationNode { IsAppended: true } parts, AppendNode append) => parts.With(append),
        ({ IsUnresolved: true }, AppendNode append) => new ConcatenationNode(append.Origin, [earlier, new ArrayNode(append.Origin, append.Items)], isAppended: true),
        (LiteralNode { IsNull: true }, AppendNode append) => new ArrayNode(append.Origin, append.Items),
        (_, AppendNode append) => throw new HoconException(append.Origin,
            $"expected an array before '+=', found {earlier.Description}; write '=' to replace it or make the earlier value an array"),
        (_, { IsUnresolved: true }) => new MergeNode(earlier, later),
        ({ IsUnresolved: true }, ObjectNode) => new MergeNode(earlier, later),
        _ => later,
    };

    /// <summary>A new object with the keys of both; neither is written to.</summary>
    internal static ObjectNode Union(ObjectNode earlier, ObjectNode later)
    {
        var union = new ObjectNode(later.Origin);
        for (var i = 0; i < earlier.Count; i++)
        {
            var key = earlier.KeyAt(i);
            var value = earlier.ValueAt(i);
            if (later.TryGet(key, out var over))
                value = value is ObjectNode below && over is ObjectNode above ? Union(below, above) : over;
            union.Add(key, value);
        }

        for (var i = 0; i < later.Count; i++)
            if (earlier.IndexOf(later.KeyAt(i)) < 0) union.Add(later.KeyAt(i), later.ValueAt(i));
        return union;
    }

    /// <summary>The value of resolved parts on one line; null when none of them has a value.</summary>
    /// <param name="origin">Where the first part is.</param>
    /// <param name="parts">The parts; a null is an optional substitution without a value.</param>
    internal static Node? Join(Origin origin, IReadOnlyList<Node?> parts)
    {
        var first = parts.FirstOrDefault(part => part is not (null or GapNode));
        return first switch
        {
            null => null,
            ObjectNode => Values<ObjectNode>(first, parts).Aggregate(Union),
            ArrayNode => new ArrayNode(origin, [.. Values<ArrayNode>(first, parts).SelectMany(array => array.Items)]),
            _ => Text(origin, parts),
        };
    }

    private static LiteralNode Text(Origin origin, IReadOnlyList<Node?> parts)
    {
        var texts = parts.Select(part => part switch
        {
            null => "",
            GapNode gap => gap.Text,
            LiteralNode literal => literal.Text,
            _ => throw Mixed(parts.First(other => other is LiteralNode)!, part),
        });
        return new LiteralNode(origin, string.Concat(texts), quoted: true);
    }

    private static IEnumerable<T> Values<T>(Node first, IReadOnlyList<Node?> parts)
        where T : Node
    {
        foreach (var part in parts)
        {
            if (part is null or GapNode) continue;
            yield return part as T ?? throw Mixed(first, part);
        }
    }

    internal static HoconException Mixed(Node first, Node other) => new(other.Origin,
        $"expected more of {first.Description} on this line, found {other.Description}; put a newline or a comma between two entries");

    private static ObjectNode Fill(ObjectNode target, ObjectNode source)
    {
        for (var i = 0; i < source.Count; i++) target.Set(source.KeyAt(i), source.ValueAt(i));
        return target;
    }
}
