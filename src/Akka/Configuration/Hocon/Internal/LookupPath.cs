namespace Akka.Configuration.Hocon.Internal;

/// <summary>Splits a path such as <c>akka.actor."/user/a.b".router</c> without allocating.</summary>
internal static class LookupPath
{
    /// <summary>Cuts the first segment off <paramref name="path"/>, which is empty after the last one.</summary>
    internal static ReadOnlySpan<char> TakeFirst(ref ReadOnlySpan<char> path)
    {
        if (path.Length > 0 && path[0] == '"') return TakeQuoted(ref path);
        var dot = path.IndexOf('.');
        var segment = dot < 0 ? path : path[..dot];
        path = dot < 0 ? default : path[(dot + 1)..];
        return segment;
    }

    private static ReadOnlySpan<char> TakeQuoted(ref ReadOnlySpan<char> path)
    {
        var cursor = new Cursor(new Document(path.ToString(), "path"));
        var more = PathExpression.TakeSegment(cursor, out var segment);
        path = more ? cursor.Rest : default;
        return segment;
    }
}
