namespace Akka.Api.Tests.Settings;

/// <summary>Each setting of ours is one of the official assembly's, with its default; the engine's own are below <c>actors.engine.</c></summary>
internal static class SettingRules
{
    private const string Own = "actors.engine.";

    public static IEnumerable<string> Check(IEnumerable<(string Path, string Value)> offered, ILookup<string, string> listed)
    {
        foreach (var (path, value) in offered.Where(setting => !setting.Path.StartsWith(Own, StringComparison.Ordinal)))
        {
            if (!listed.Contains(path)) yield return $"{path}: is not in the list";
            else if (!listed[path].Any(expected => Same(expected, value))) yield return $"{path}: expected the default '{string.Join("' or '", listed[path])}', found '{value}'";
        }
    }

    private static bool Same(string expected, string found) => Normal(expected) == Normal(found);

    /// <summary>Values that mean the same: on and true, 5s and 5 s.</summary>
    private static string Normal(string value) => value switch
    {
        "on" or "yes" => "true",
        "off" or "no" => "false",
        _ => value.Replace(" ", ""),
    };
}
