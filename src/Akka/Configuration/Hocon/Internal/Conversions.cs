using System.Globalization;
using System.Numerics;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>Nodes as values of .NET types. A mistake is reported at the place where the value is written.</summary>
internal static class Conversions
{
    /// <param name="node">The value.</param>
    /// <param name="expected">What was asked for, with an example.</param>
    internal static HoconException Mismatch(Node node, string expected) => new(node.Origin, $"expected {expected}, found {node.Description}");

    internal static string Text(Node node) => node is LiteralNode { IsNull: false } literal ? literal.Text : throw Mismatch(node, "a text");

    internal static bool Boolean(Node node) => (node as LiteralNode)?.Text.ToLowerInvariant() switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => throw Mismatch(node, "on, off, true, false, yes or no"),
    };

    /// <summary>A whole-number type takes 1e3 and 5.0 as well, and refuses 5.5.</summary>
    internal static T Number<T>(Node node)
        where T : struct, INumberBase<T>, IMinMaxValue<T>
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (node is LiteralNode literal && T.TryParse(literal.Text, Styles, CultureInfo.InvariantCulture, out var number)) return number;
        var isWhole = T.IsZero(T.One / (T.One + T.One));
        throw Mismatch(node, isWhole ? $"a whole number from {T.MinValue} to {T.MaxValue}" : "a number");
    }

    internal static TimeSpan Duration(Node node) => node is LiteralNode literal && Units.TryDuration(literal.Text, out var duration)
        ? duration
        : throw Mismatch(node, "a duration such as 5s or 100ms");

    internal static TimeSpan DurationOrInfinite(Node node)
    {
        if (node is not LiteralNode literal) throw Mismatch(node, "a duration such as 5s, 100ms or infinite");
        if (literal.Text == "infinite") return Timeout.InfiniteTimeSpan;
        return Units.TryDuration(literal.Text, out var duration) ? duration : throw Mismatch(node, "a duration such as 5s, 100ms or infinite");
    }

    internal static long ByteSize(Node node) => node is LiteralNode literal && Units.TryByteSize(literal.Text, out var bytes)
        ? bytes
        : throw Mismatch(node, "a size such as 128000b, 64 KiB or 10 MB");

    internal static List<T> List<T>(Node node, Func<Node, T> convert)
    {
        var items = Items(node);
        var list = new List<T>(items.Count);
        foreach (var item in items) list.Add(convert(item));
        return list;
    }

    /// <summary>The items of an array. An object with numbers for keys counts as one, in the order of the numbers; so does an empty text.</summary>
    internal static IReadOnlyList<Node> Items(Node node) => node switch
    {
        ArrayNode array => array.Items,
        ObjectNode fields => Numbered(fields),
        LiteralNode { Text: "" } => [],
        _ => throw Mismatch(node, "an array in [brackets]"),
    };

    private static List<Node> Numbered(ObjectNode fields)
    {
        var items = new SortedList<int, Node>();
        for (var i = 0; i < fields.Count; i++)
        {
            if (!int.TryParse(fields.KeyAt(i), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Mismatch(fields, "an array in [brackets]");
            items[number] = fields.ValueAt(i);
        }

        return [.. items.Values];
    }
}
