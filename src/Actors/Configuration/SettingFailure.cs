namespace Actors.Configuration;

/// <summary>Makes the one-line errors of the configuration: place, path, expected, found, what to do.</summary>
internal static class SettingFailure
{
    public static ActorsException Wrong(SettingPositions written, string path, string expected) =>
        At(written, path, $"expected {expected}; found {Found(written, path)}");

    public static ActorsException At(SettingPositions written, string path, string message) =>
        new(ErrorCodes.Invalid, $"{Lead(written, path)}: {message}");

    private static string Found(SettingPositions written, string path) => written.Find(path) switch
    {
        null => "nothing",
        { Text: "" } => "an object",
        { } position => OneLine(position.Text),
    };

    // The name of an option says the path already.
    private static string Lead(SettingPositions written, string path) => written.FindNearest(path) switch
    {
        null => path,
        { Line: 0 } option when option.ToString().EndsWith(path, StringComparison.Ordinal) => option.ToString(),
        { } position => $"{position}: {path}",
    };

    private static string OneLine(string text)
    {
        text = string.Join(' ', text.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}
