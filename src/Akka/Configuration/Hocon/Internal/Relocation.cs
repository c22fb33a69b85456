namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Copies an included document into the one that includes it. Its substitutions look below <paramref name="prefix"/> first.
/// A copy, because the including document goes on writing into its objects, and a callback may hand out one document twice.
/// </summary>
internal sealed class Relocation(string[] prefix, Origin include)
{
    internal ObjectNode Copy(ObjectNode source, int depth)
    {
        if (depth > HoconLimits.Depth)
            throw new HoconException(include, $"expected at most {HoconLimits.Depth} nested levels with this include, found more; flatten the structure");
        var copy = new ObjectNode(source.Origin);
        for (var i = 0; i < source.Count; i++) copy.Add(source.KeyAt(i), Copy(source.ValueAt(i), depth + 1));
        return copy;
    }

    private Node Copy(Node node, int depth) => node switch
    {
        ObjectNode source => Copy(source, depth),
        ArrayNode array => new ArrayNode(array.Origin, Copy(array.Items, depth + 1)),
        AppendNode append => new AppendNode(append.Origin, Copy(append.Items, depth + 1)),
        ConcatenationNode parts => new ConcatenationNode(parts.Origin, Copy(parts.Parts, depth + 1)),
        MergeNode merge => new MergeNode(Copy(merge.Earlier, depth), Copy(merge.Later, depth), merge.IsJoined),
        SubstitutionNode substitution when prefix.Length > 0 => substitution.Below(prefix),
        _ => node,
    };

    private Node[] Copy(IReadOnlyList<Node> nodes, int depth) => [.. nodes.Select(node => Copy(node, depth))];
}
