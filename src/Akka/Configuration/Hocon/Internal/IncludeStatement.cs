namespace Akka.Configuration.Hocon.Internal;

/// <summary><c>include "name"</c>, <c>include file("name")</c>, either inside <c>required(...)</c>.</summary>
internal sealed record IncludeStatement(Origin Origin, string Name, bool IsRequired)
{
    private const string Keyword = "include";

    /// <summary>True for the statement; a key that happens to be called include is none.</summary>
    internal static bool IsAt(Cursor cursor)
    {
        if (cursor.Next != 'i' || !cursor.StartsWith(Keyword)) return false;
        var rest = cursor.Rest[Keyword.Length..].TrimStart(" \t");
        return rest.StartsWith("\"") || rest.StartsWith("required(") || rest.StartsWith("file(") || rest.StartsWith("url(") || rest.StartsWith("classpath(");
    }

    internal static IncludeStatement Take(Cursor cursor)
    {
        var origin = cursor.Here;
        cursor.Position += Keyword.Length;
        cursor.SkipGap();
        var required = TryOpen(cursor, "required(");
        var file = TryOpen(cursor, "file(");
        if (cursor.Next != '"')
            throw cursor.Error("a file name in double quotes", "write include \"name\", include file(\"name\") or include required(\"name\"); nothing else can be included");
        var name = QuotedText.Take(cursor);
        if (file) Close(cursor);
        if (required) Close(cursor);
        if (name.Length == 0) throw new HoconException(origin, "expected a file name, found \"\"; write include \"name\"");
        return new IncludeStatement(origin, name, required);
    }

    private static bool TryOpen(Cursor cursor, string opening)
    {
        if (!cursor.StartsWith(opening)) return false;
        cursor.Position += opening.Length;
        cursor.SkipGap();
        return true;
    }

    private static void Close(Cursor cursor)
    {
        cursor.SkipGap();
        if (!cursor.TryTake(')')) throw cursor.Error("')' after the file name", "close the parenthesis");
    }
}
