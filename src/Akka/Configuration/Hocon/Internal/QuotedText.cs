using System.Buffers;
using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>Reads <c>"text"</c> with its escapes and <c>"""text"""</c> as it stands.</summary>
internal static class QuotedText
{
    private const string Triple = "\"\"\"";
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\\\n");

    internal static string Take(Cursor cursor)
    {
        if (cursor.StartsWith(Triple)) return TakeTriple(cursor);
        var open = cursor.Here;
        cursor.Position++;
        var length = cursor.Rest.IndexOfAny(Special);
        if (length >= 0 && cursor.Rest[length] == '"')
        {
            var plain = cursor.Rest[..length].ToString();
            cursor.Position += length + 1;
            return plain;
        }

        return TakeEscaped(cursor, open);
    }

    private static string TakeTriple(Cursor cursor)
    {
        var open = cursor.Here;
        cursor.Position += Triple.Length;
        var length = cursor.Rest.IndexOf(Triple);
        if (length < 0) throw new HoconException(open, "expected \"\"\" at the end of the text that starts here, found the end of the file; close it");
        // Of a longer run of quotes the last three close the text.
        while (cursor.At(length + Triple.Length) == '"') length++;
        var text = cursor.Rest[..length].ToString();
        cursor.Position += length + Triple.Length;
        return text;
    }

    private static string TakeEscaped(Cursor cursor, Origin open)
    {
        var text = new StringBuilder();
        while (true)
        {
            var length = cursor.Rest.IndexOfAny(Special);
            if (length < 0 || cursor.Rest[length] == '\n')
            {
                throw new HoconException(open, "expected '\"' before the end of the line, found none; close the quotes, " +
                    "or write text of several lines in \"\"\"triple quotes\"\"\"");
            }

            text.Append(cursor.Rest[..length]);
            cursor.Position += length;
            if (cursor.TryTake('"')) return text.ToString();
            text.Append(TakeEscape(cursor));
        }
    }

    private static char TakeEscape(Cursor cursor)
    {
        var origin = cursor.Here;
        var code = cursor.At(1);
        cursor.Position += 2;
        return code switch
        {
            '"' or '\\' or '/' => code,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeCodeUnit(cursor, origin),
            _ => throw new HoconException(origin, "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX, " +
                $"found '\\{code}'; double the backslash, or use \"\"\"triple quotes\"\"\""),
        };
    }

    private static char TakeCodeUnit(Cursor cursor, Origin origin)
    {
        var digits = cursor.Rest[..Math.Min(4, cursor.Rest.Length)];
        if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw new HoconException(origin, $"expected four hexadecimal digits after \\u, found \"{digits}\"; write for example \\u00e9");
        cursor.Position += 4;
        return (char)unit;
    }
}
