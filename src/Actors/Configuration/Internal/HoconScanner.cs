using System.Text;

namespace Actors.Configuration.Internal;

/// <summary>A key that the scanner met: its full path, its line, and its value as written (empty for an object); or the file of an include.</summary>
internal readonly record struct ScannedSetting(string Path, int Line, string Text, bool IsInclude = false);

/// <summary>
/// Finds where the keys of a HOCON text are. It reads keys and braces and skips values; whether the text is right is for the parser to say, so
/// nothing here fails: on a broken text it finds what it can.
/// </summary>
internal sealed class HoconScanner
{
    private const char End = '\0';

    // Each level is a call; a text of nothing but braces must not overflow the stack.
    private const int MaxDepth = 200;

    private readonly string _text;
    private readonly List<ScannedSetting> _found = [];
    private int _at;
    private int _line = 1;

    private HoconScanner(string text) => _text = text;

    private char Here => _at < _text.Length ? _text[_at] : End;

    private bool AtEnd => _at >= _text.Length;

    public static IReadOnlyList<ScannedSetting> Scan(string text)
    {
        var scanner = new HoconScanner(text);
        scanner.SkipBlank();
        if (scanner.Here == '{') scanner.Next();
        while (!scanner.AtEnd)
        {
            scanner.Members("", 0);
            scanner.Next(); // a brace too many
        }

        return scanner._found;
    }

    private void Members(string prefix, int depth)
    {
        for (SkipBlank(); !AtEnd && Here != '}'; SkipBlank())
        {
            var (line, start) = (_line, _at);
            var key = Key();
            if (key.StartsWith("include ", StringComparison.Ordinal) || key == "include")
                Include(line);
            else if (key.Length > 0)
                Member(prefix.Length == 0 ? key : $"{prefix}.{key}", line, depth);
            if (_at == start) Next(); // a stray character
        }
    }

    private void Member(string path, int line, int depth)
    {
        var index = _found.Count;
        _found.Add(new ScannedSetting(path, line, ""));
        SkipSpaces();
        if (Here == '+') Next();
        if (Here is '=' or ':')
        {
            Next();
            SkipBlank();
        }

        var text = new StringBuilder();
        while (!AtEnd && !EndsValue())
        {
            if (Here != '{') ValuePart(text);
            else if (depth < MaxDepth) Object(path, depth);
            else Next();
        }

        _found[index] = new ScannedSetting(path, line, text.ToString().Trim());
    }

    private bool EndsValue() => Here is '\n' or ',' or '}' || AtComment();

    private void Object(string path, int depth)
    {
        Next();
        Members(path, depth + 1);
        if (Here == '}') Next();
        SkipSpaces();
    }

    private void ValuePart(StringBuilder text)
    {
        var start = _at;
        if (Here == '"') Quoted();
        else if (Here == '[') Bracketed('[', ']');
        else if (_text.AsSpan(_at).StartsWith("${"))
        {
            Next();
            Bracketed('{', '}');
        }
        else
        {
            Next();
        }

        text.Append(_text, start, _at - start);
    }

    private void Bracketed(char open, char close)
    {
        var depth = 0;
        do
        {
            if (Here == '"')
            {
                Quoted();
                continue;
            }

            if (AtComment())
            {
                SkipLine();
                continue;
            }

            if (Here == open) depth++;
            if (Here == close) depth--;
            Next();
        }
        while (depth > 0 && !AtEnd);
    }

    /// <summary>A path as written, its quotes taken off where a part has no dot in it.</summary>
    private string Key()
    {
        var key = new StringBuilder();
        while (!AtEnd && !(Here is '=' or ':' or '{' or '}' or '\n' or ',' || AtComment() || AtPlusEquals()))
        {
            if (Here != '"')
            {
                key.Append(Here);
                Next();
                continue;
            }

            if (key.ToString().Trim() == "include") break; // the file's name is no part of a key
            var quoted = Quoted();
            key.Append(quoted.Contains('.') ? $"\"{quoted}\"" : quoted);
        }

        return key.ToString().Trim();
    }

    private void Include(int line)
    {
        while (!AtEnd && Here != '"' && Here != '\n') Next();
        if (Here == '"') _found.Add(new ScannedSetting("", line, Quoted(), IsInclude: true));
        while (Here == ')') Next();
    }

    private string Quoted()
    {
        var tripled = _text.AsSpan(_at).StartsWith("\"\"\"");
        var quotes = tripled ? 3 : 1;
        Next(quotes);
        var start = _at;
        while (!AtEnd && !(tripled ? _text.AsSpan(_at).StartsWith("\"\"\"") : Here is '"' or '\n'))
            Next(!tripled && Here == '\\' ? 2 : 1);
        var content = _text[start.._at];
        Next(quotes);
        return content;
    }

    private bool AtComment() => Here == '#' || (Here == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');

    private bool AtPlusEquals() => Here == '+' && _at + 1 < _text.Length && _text[_at + 1] == '=';

    private void SkipSpaces()
    {
        while (Here is ' ' or '\t' or '\r') Next();
    }

    private void SkipBlank()
    {
        while (!AtEnd)
        {
            if (AtComment()) SkipLine();
            else if (char.IsWhiteSpace(Here) || Here == ',') Next();
            else return;
        }
    }

    private void SkipLine()
    {
        while (!AtEnd && Here != '\n') Next();
    }

    private void Next(int count = 1)
    {
        for (; count > 0 && _at < _text.Length; count--)
            if (_text[_at++] == '\n') _line++;
    }
}
