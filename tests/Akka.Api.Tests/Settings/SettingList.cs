namespace Akka.Api.Tests.Settings;

/// <summary>The reference settings of the official assemblies: <c>[Assembly]</c> lines, and below each <c>path = default</c> lines.</summary>
internal static class SettingList
{
    /// <summary>The defaults of one assembly by path; one that has several reference configurations may have several defaults.</summary>
    public static ILookup<string, string> Parse(string text, string assembly)
    {
        var settings = new List<(string Path, string Value)>();
        var inside = false;
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('[')) inside = line == $"[{assembly}]";
            else if (inside && line.IndexOf(" =", StringComparison.Ordinal) is var at and > 0) settings.Add((line[..at], line[(at + 2)..].Trim()));
        }

        return settings.ToLookup(setting => setting.Path, setting => setting.Value);
    }
}
