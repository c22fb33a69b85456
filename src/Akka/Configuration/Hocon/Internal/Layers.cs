namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Roots over each other, the first one winning. They are looked through at each look-up instead of being merged, so that stacking a
/// configuration over another one costs next to nothing.
/// </summary>
internal static class Layers
{
    /// <summary>The value at a path when one layer alone decides it, which is the case for all but objects. Null when there is none.</summary>
    internal static Node? Find(Node[] layers, ReadOnlySpan<char> path)
    {
        foreach (var layer in layers)
        {
            var node = Walk(layer, path, out var hidden);
            if (node is not null || hidden) return node;
        }

        return null;
    }

    /// <summary>All values at a path that take part in its merged value: objects of several layers, or just one value of another kind.</summary>
    internal static List<Node> FindAll(Node[] layers, ReadOnlySpan<char> path)
    {
        var found = new List<Node>();
        foreach (var layer in layers)
        {
            var node = Walk(layer, path, out var hidden);
            if (node is ObjectNode || (node is not null && found.Count == 0)) found.Add(node);
            // A value that is no object ends the merge: what lies below it is hidden.
            if (hidden || node is not (null or ObjectNode)) break;
        }

        return found;
    }

    internal static Node Merge(IReadOnlyList<Node> layers)
    {
        // From the bottom up: a value that is no object hides what is below it, even where an object lies over it in turn.
        var merged = layers[^1];
        for (var i = layers.Count - 2; i >= 0; i--)
            merged = layers[i] is ObjectNode above && merged is ObjectNode below ? Merging.Union(below, above) : layers[i];
        return merged;
    }

    /// <param name="node">The root of one layer.</param>
    /// <param name="path">What to look up.</param>
    /// <param name="hidden">True when a value that is no object stands in the way, which hides what other layers have at the path.</param>
    private static Node? Walk(Node node, ReadOnlySpan<char> path, out bool hidden)
    {
        hidden = false;
        while (true)
        {
            if (node is not ObjectNode fields)
            {
                hidden = true;
                return null;
            }

            var segment = LookupPath.TakeFirst(ref path);
            if (!fields.TryGet(segment, out var child)) return null;
            if (path.IsEmpty) return child;
            node = child;
        }
    }
}
