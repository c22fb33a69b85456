namespace Actors.Configuration;

/// <summary>Makes the one-line errors of the configuration: place, path, expected, found, what to do.</summary>
internal static class SettingFailure
{
    public static ActorsException Wrong(SettingPositions written, string path, string expected) =>
        At(written, path, $"expected {expected}; found {Found(written, path)}");

    public static ActorsException At(SettingPositions written, string path, string message) =>
        new(ErrorCodes.Invalid, $"{Place(written, path)}{path}: {message}");

    private static string Found(SettingPositions written, string path) => written.Find(path) switch
    {
        null => "nothing",
        { Text: "" } => "an object",
        { } position => OneLine(position.Text),
    };

    private static string Place(SettingPositions written, string path) => written.FindNearest(path) is { } position ? $"{position}: " : "";

    private static string OneLine(string text)
    {
        text = string.Join(' ', text.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}
