namespace Akka.Configuration.Hocon.Internal;

/// <summary>Reads one value: a text, an array, an object, a substitution, or several of them side by side on a line.</summary>
internal sealed class ValueParser(Cursor cursor, HoconParser parser)
{
    /// <summary>True once a substitution was read.</summary>
    internal bool HasUnresolved { get; private set; }

    internal Node Take() => Continue(TakePart());

    /// <summary>Reads what follows <paramref name="first"/> on its line.</summary>
    internal Node Continue(Node first)
    {
        var end = cursor.Position;
        cursor.SkipGap();
        if (AtEndOfValue) return first;
        var parts = new List<Node> { first };
        do
        {
            if (cursor.Position > end) parts.Add(new GapNode(cursor.Slice(end).ToString()));
            parts.Add(TakePart());
            end = cursor.Position;
            cursor.SkipGap();
        }
        while (!AtEndOfValue);
        return Combine(parts);
    }

    internal ArrayNode TakeArray()
    {
        var open = cursor.Here;
        cursor.Position++;
        parser.Enter(1, open);
        var items = new List<Node>();
        while (true)
        {
            cursor.SkipBlanks();
            if (cursor.AtEnd) throw new HoconException(open, "expected ']' for the '[' here, found the end of the text; close the array");
            if (cursor.TryTake(']')) break;
            items.Add(Take());
            parser.EndEntry(']', bracketed: true);
        }

        parser.Leave(1);
        return new ArrayNode(open, items);
    }

    // Of the characters that cannot begin a value, those that are errors are reported by HoconParser.EndEntry.
    private bool AtEndOfValue => cursor.AtEnd || cursor.Next is '\n' or ',' or '}' or ']' or ':' or '=' || cursor.AtComment;

    private Node TakePart()
    {
        var origin = cursor.Here;
        switch (cursor.Next)
        {
            case '"':
                return new LiteralNode(origin, QuotedText.Take(cursor), quoted: true);
            case '[':
                return TakeArray();
            case '{':
                return parser.ParseObject(new ObjectNode(origin));
            case '$' when cursor.At(1) == '{':
                return TakeSubstitution();
            default:
                var text = cursor.TakeText();
                if (!text.IsEmpty) return new LiteralNode(origin, text.ToString());
                throw cursor.Error("a value", cursor.AtEnd || cursor.Next is ',' or '}' or ']'
                    ? "write \"\" for an empty text"
                    : "put a text with such a character in double quotes");
        }
    }

    private SubstitutionNode TakeSubstitution()
    {
        var origin = cursor.Here;
        cursor.Position += 2;
        var optional = cursor.TryTake('?');
        var start = cursor.Position;
        var path = new List<string>();
        bool more;
        do
        {
            more = PathExpression.TakeSegment(cursor, out var segment);
            path.Add(segment.ToString());
        }
        while (more && path.Count <= HoconLimits.Depth);

        var name = cursor.Slice(start).Trim().ToString();
        if (!cursor.TryTake('}')) throw cursor.Error("'}' at the end of the substitution", "write ${path} or ${?path}");
        HasUnresolved = true;
        return new SubstitutionNode(origin, name, optional, [[.. path]]);
    }

    private static Node Combine(List<Node> parts)
    {
        if (!parts.Exists(part => part.IsUnresolved)) return Merging.Join(parts[0].Origin, parts)!;
        if (!parts.Exists(part => part is ObjectNode or MergeNode)) return new ConcatenationNode(parts[0].Origin, parts);
        // An object next to a substitution is a merge, so that its own keys can be looked up without the other side.
        return parts.Where(part => part is not GapNode).Aggregate(JoinObjects);
    }

    private static Node JoinObjects(Node earlier, Node later)
    {
        if (!IsPossiblyObject(earlier)) throw Merging.Mixed(later, earlier);
        if (!IsPossiblyObject(later)) throw Merging.Mixed(earlier, later);
        return earlier is ObjectNode && later is ObjectNode ? Merging.Over(earlier, later) : new MergeNode(earlier, later, joined: true);
    }

    private static bool IsPossiblyObject(Node part) => part is ObjectNode or MergeNode or SubstitutionNode;
}
