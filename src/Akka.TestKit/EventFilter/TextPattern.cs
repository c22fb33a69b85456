using System.Text.RegularExpressions;

namespace Akka.TestKit.Internal;

/// <summary>What a log message or a log source must look like.</summary>
internal sealed class TextPattern
{
    private readonly Predicate<string> _isMatch;
    private readonly string _description;

    private TextPattern(string description, Predicate<string> isMatch)
    {
        _description = description;
        _isMatch = isMatch;
    }

    public bool IsMatch(object? text) => _isMatch(text?.ToString() ?? "");

    public override string ToString() => _description;

    /// <summary>The first one given counts; none accepts every message.</summary>
    public static TextPattern OfMessage(string? message, string? start, string? contains) => (message, start, contains) switch
    {
        ({ } whole, _, _) => new TextPattern($"message \"{whole}\"", text => text == whole),
        (_, { } head, _) => new TextPattern($"message starting with \"{head}\"", text => text.StartsWith(head, StringComparison.Ordinal)),
        (_, _, { } part) => new TextPattern($"message containing \"{part}\"", text => text.Contains(part, StringComparison.Ordinal)),
        _ => new TextPattern("any message", _ => true),
    };

    public static TextPattern OfMessage(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new TextPattern($"message like /{pattern}/", text => pattern.IsMatch(text));
    }

    /// <param name="source">The log source itself, or an actor's path, whole or without address; null accepts every source.</param>
    public static TextPattern OfSource(string? source) => source is null
        ? new TextPattern("any source", _ => true)
        : new TextPattern($"source {source}", text => text == source || IsPath(WithoutUid(text), source));

    // Actors log as "[akka://system/user/name#uid]".
    private static string WithoutUid(string logSource)
    {
        var path = logSource.Trim('[', ']');
        var uid = path.LastIndexOf('#');
        return uid < 0 ? path : path[..uid];
    }

    private static bool IsPath(string path, string source)
    {
        if (path == source) return true;
        var authority = path.IndexOf("//", StringComparison.Ordinal);
        var elements = authority < 0 ? -1 : path.IndexOf('/', authority + 2);
        return elements >= 0 && path[(elements + 1)..] == source.TrimStart('/');
    }
}
