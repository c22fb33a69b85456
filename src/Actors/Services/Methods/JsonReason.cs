using System.Text.Json;
using System.Text.RegularExpressions;

namespace Actors.Services.Methods;

/// <summary>Why JSON was refused, in words for the caller: the serializer's own name the classes of the program.</summary>
internal static partial class JsonReason
{
    /// <summary>A cycle's path is as long as the depth limit; this shows where it begins.</summary>
    private const int PathLetters = 80;

    public static string Of(Exception refusal) => refusal switch
    {
        JsonException json when Missing().Match(json.Message) is { Success: true } missing => $"without {missing.Groups[1].Value}",
        JsonException json when Duplicate().Match(json.Message) is { Success: true } twice => $"with '{twice.Groups[1].Value}' twice",
        JsonException json when json.Message.StartsWith("Duplicate properties", StringComparison.Ordinal) => "with a key twice",
        JsonException json when json.Message.Contains("maximum configured depth", StringComparison.Ordinal) => $"deeper than {ServiceJson.MaxDepth} levels",
        JsonException { BytePositionInLine: { } position, LineNumber: var line, Path: null } => line is > 0 ? $"line {line + 1}, byte {position}" : $"byte {position}",
        JsonException or NotSupportedException or FormatException => "",
        InvalidOperationException => "text that is not UTF-8",
        _ => refusal.Message,
    };

    /// <summary>Where in a value; empty for the value itself.</summary>
    public static string Path(Exception refusal)
    {
        var path = (refusal as JsonException)?.Path ?? (PathInText().Match(refusal.Message) is { Success: true } match ? match.Groups[1].Value : "$");
        return path is "$" or "" ? "" : path.Length <= PathLetters ? path : path[..PathLetters] + "...";
    }

    [GeneratedRegex("missing required properties including: (.+?)\\.( Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex("Duplicate property '(.+?)'")]
    private static partial Regex Duplicate();

    [GeneratedRegex("Path: (\\$[^|]*?)[ .]*(\\||$)")]
    private static partial Regex PathInText();
}
