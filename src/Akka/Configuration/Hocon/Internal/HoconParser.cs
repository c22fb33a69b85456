namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Reads a document into nodes in one pass. Keys are set as they are met, so that later ones merge over earlier ones;
/// what depends on a substitution is left for <see cref="Resolver"/>.
/// </summary>
internal sealed class HoconParser
{
    private readonly Cursor _cursor;
    private readonly Includes _includes;
    private readonly ValueParser _values;
    private readonly List<string> _path = [];
    private int _depth;

    private HoconParser(Document document, Includes includes)
    {
        _cursor = new Cursor(document);
        _includes = includes;
        _values = new ValueParser(_cursor, this);
    }

    /// <summary>True when some value is left for <see cref="Resolver"/>.</summary>
    private bool HasUnresolved { get; set; }

    internal static ParsedDocument Parse(Document document, Includes includes)
    {
        if (document.Text.Length > HoconLimits.DocumentCharacters)
            throw new HoconException(new Origin(document, 0), $"expected at most {HoconLimits.DocumentCharacters} characters, found {document.Text.Length}; split the file");
        var parser = new HoconParser(document, includes);
        var root = parser.ParseRoot();
        return new ParsedDocument(document, root, parser.HasUnresolved || parser._values.HasUnresolved);
    }

    private Node ParseRoot()
    {
        _cursor.SkipBlanks();
        Node root;
        if (_cursor.Next == '[') root = _values.TakeArray();
        else if (_cursor.Next == '{') root = ParseObject(new ObjectNode(_cursor.Here));
        else ParseFields((ObjectNode)(root = new ObjectNode(_cursor.Here)), default);
        _cursor.SkipBlanks();
        if (!_cursor.AtEnd) throw _cursor.Error("the end of the text after the closing bracket", "remove what follows, or leave out the outer brackets");
        return root;
    }

    /// <summary>Reads <c>{ ... }</c> into <paramref name="target"/>.</summary>
    internal ObjectNode ParseObject(ObjectNode target)
    {
        var open = _cursor.Here;
        _cursor.Position++;
        Enter(1, open);
        ParseFields(target, open);
        Leave(1);
        return target;
    }

    internal void Enter(int levels, Origin origin)
    {
        _depth += levels;
        if (_depth > HoconLimits.Depth)
            throw new HoconException(origin, $"expected at most {HoconLimits.Depth} nested levels, found more; flatten the structure");
    }

    internal void Leave(int levels) => _depth -= levels;

    /// <param name="target">Where the keys go.</param>
    /// <param name="open">The opening brace; without one the fields go on to the end of the text.</param>
    private void ParseFields(ObjectNode target, Origin open)
    {
        var braced = open.Document is not null;
        while (true)
        {
            _cursor.SkipBlanks();
            if (_cursor.AtEnd)
            {
                if (!braced) return;
                throw new HoconException(open, "expected '}' for the '{' here, found the end of the text; close the object");
            }

            if (braced && _cursor.TryTake('}')) return;
            if (IncludeStatement.IsAt(_cursor)) Include(target);
            else ParseField(target);
            EndEntry('}', braced);
        }
    }

    /// <summary>Between two entries stands a newline, a comma, or both; the closing bracket needs neither.</summary>
    internal void EndEntry(char close, bool bracketed)
    {
        var newline = _cursor.SkipBlanks();
        if (_cursor.TryTake(',') || newline || _cursor.AtEnd || (bracketed && _cursor.Next == close)) return;
        var expected = bracketed ? $"a newline, ',' or '{close}'" : "a newline or ','";
        throw _cursor.Error($"{expected} after the value", _cursor.Next switch
        {
            ':' or '=' => "put a value with such a character in double quotes, or begin the next key on a new line",
            '}' or ']' => "remove it, or open the matching bracket before it",
            _ => "put a value with such a character in double quotes",
        });
    }

    private void ParseField(ObjectNode target)
    {
        var origin = _cursor.Here;
        var outer = _path.Count;
        ReadOnlySpan<char> segment;
        while (PathExpression.TakeSegment(_cursor, out segment))
        {
            Enter(1, origin);
            target = Below(target, segment, origin);
        }

        ParseFieldValue(target, segment, origin);
        Leave(_path.Count - outer);
        _path.RemoveRange(outer, _path.Count - outer);
    }

    private void ParseFieldValue(ObjectNode target, ReadOnlySpan<char> key, Origin origin)
    {
        _cursor.SkipBlanks();
        var append = _cursor.StartsWith("+=");
        if (append) _cursor.Position += 2;
        else if (_cursor.Next is ':' or '=') _cursor.Position++;
        else if (_cursor.Next != '{') throw _cursor.Error($"'=', ':', '+=' or '{{' after the key \"{key}\"", "give the key a value, or put a key with special characters in double quotes");
        _cursor.SkipBlanks();

        if (!append && _cursor.Next == '{') ParseObjectValue(target, key, origin);
        else
        {
            var value = _values.Take();
            Set(target, key, append ? new AppendNode(value.Origin, [value]) : value);
        }
    }

    /// <summary>The common case of an object over an object writes straight into the one that is there.</summary>
    private void ParseObjectValue(ObjectNode target, ReadOnlySpan<char> key, Origin origin)
    {
        var child = Below(target, key, origin);
        ParseObject(child);
        _path.RemoveAt(_path.Count - 1);
        var i = target.IndexOf(key);
        target.SetAt(i, _values.Continue(target.ValueAt(i)));
    }

    private void Set(ObjectNode target, ReadOnlySpan<char> key, Node value)
    {
        var i = target.IndexOf(key);
        if (i >= 0) target.SetAt(i, value = Merging.Over(target.ValueAt(i), value));
        else target.Add(key.ToString(), value);
        HasUnresolved |= value.IsUnresolved;
    }

    /// <summary>The object at a key, made if need be; the key becomes the end of the current path.</summary>
    private ObjectNode Below(ObjectNode target, ReadOnlySpan<char> key, Origin origin)
    {
        var i = target.IndexOf(key);
        if (i < 0)
        {
            i = target.Count;
            target.Add(key.ToString(), new ObjectNode(origin));
        }

        _path.Add(target.KeyAt(i));
        if (target.ValueAt(i) is ObjectNode present) return present;
        var child = new ObjectNode(origin);
        target.SetAt(i, Merging.Over(target.ValueAt(i), child));
        return child;
    }

    private void Include(ObjectNode target)
    {
        var statement = IncludeStatement.Take(_cursor);
        if (_includes.Load(statement) is not { } included) return;
        HasUnresolved |= included.HasUnresolved;
        if (included.Root is not ObjectNode root)
            throw new HoconException(statement.Origin, $"expected an object in \"{statement.Name}\", found {included.Root.Description}; only objects can be included");
        var copy = new Relocation([.. _path], statement.Origin).Copy(root, _depth);
        for (var i = 0; i < copy.Count; i++) target.Set(copy.KeyAt(i), copy.ValueAt(i));
    }
}
