using System.Buffers;
using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>Writes nodes as HOCON that reads back as the same nodes.</summary>
internal static class Printer
{
    private static readonly SearchValues<char> PlainKey = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> PlainText = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    internal static string Print(Node node)
    {
        var text = new StringBuilder();
        if (node is ObjectNode fields) PrintFields(text, fields, 0);
        else PrintValue(text, node, 0);
        return text.ToString();
    }

    /// <summary>A key as it stands in a path, quoted if need be.</summary>
    internal static string Key(string key)
    {
        var text = new StringBuilder();
        PrintKey(text, key);
        return text.ToString();
    }

    private static void PrintKey(StringBuilder text, string key)
    {
        if (key.Length > 0 && !key.AsSpan().ContainsAnyExcept(PlainKey)) text.Append(key);
        else PrintQuoted(text, key);
    }

    private static void PrintFields(StringBuilder text, ObjectNode fields, int level)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var key = fields.KeyAt(i);
            text.Append(' ', level * 2);
            PrintKey(text, key);
            text.Append(fields.ValueAt(i) is ObjectNode ? " " : " = ");
            PrintValue(text, fields.ValueAt(i), level);
            text.Append('\n');
        }
    }

    private static void PrintValue(StringBuilder text, Node node, int level)
    {
        switch (node)
        {
            case ObjectNode fields:
                text.Append("{\n");
                PrintFields(text, fields, level + 1);
                text.Append(' ', level * 2).Append('}');
                break;
            case ArrayNode array:
                text.Append('[');
                for (var i = 0; i < array.Items.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    PrintValue(text, array.Items[i], level);
                }

                text.Append(']');
                break;
            case LiteralNode literal:
                PrintLiteral(text, literal);
                break;
        }
    }

    private static void PrintLiteral(StringBuilder text, LiteralNode literal)
    {
        var plain = literal.Text.Length > 0 && !literal.Text.AsSpan().ContainsAnyExcept(PlainText) && (literal.Text != "null" || literal.IsNull);
        if (plain) text.Append(literal.Text);
        else PrintQuoted(text, literal.Text);
    }

    private static void PrintQuoted(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var c in content)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (char.IsControl(c)) text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        text.Append('"');
    }
}
