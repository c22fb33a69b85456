using System.Text;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Reads the segments of a key or of a substitution's path: <c>a.b</c>, <c>"a.b".c</c>, <c>a "b" c</c> (one segment).
/// </summary>
internal static class PathExpression
{
    /// <summary>Takes one segment; true when a '.' follows, which is taken as well.</summary>
    /// <param name="cursor">At the start of the segment.</param>
    /// <param name="text">The segment where it stands in the document, valid until the cursor's text is gone.</param>
    internal static bool TakeSegment(Cursor cursor, out ReadOnlySpan<char> text)
    {
        cursor.SkipGap();
        if (cursor.Next == '"')
        {
            text = QuotedText.Take(cursor);
        }
        else
        {
            text = cursor.TakeSegment();
            if (text.IsEmpty) throw cursor.Error("a key", Advice(cursor.Next));
        }

        var end = cursor.Position;
        cursor.SkipGap();
        if (cursor.Next is not ('.' or ':' or '=' or '{' or '}' or '+' or '\n')) text = Continue(cursor, text, end);
        return cursor.TryTake('.');
    }

    /// <summary>Text and quotes without a '.' between them are one segment.</summary>
    private static ReadOnlySpan<char> Continue(Cursor cursor, ReadOnlySpan<char> first, int end)
    {
        var segment = new StringBuilder().Append(first);
        while (true)
        {
            cursor.Position = end;
            cursor.SkipGap();
            var gap = cursor.Slice(end);
            var more = cursor.Next == '"' ? QuotedText.Take(cursor) : cursor.TakeSegment();
            if (more.IsEmpty) return segment.ToString();
            segment.Append(gap).Append(more);
            end = cursor.Position;
        }
    }

    private static string Advice(char found) => found switch
    {
        ',' => "remove the extra comma",
        '.' => "a path has no empty segment: remove the dot, or write \"\" for an empty key",
        '$' => "a substitution can stand only in a value",
        '}' or ']' => "remove it, or open the matching bracket before it",
        _ => "put a key with such a character in double quotes",
    };
}
