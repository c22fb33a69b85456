using System.Globalization;
using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>What a setting's value looks like; learnt from its default in <c>reference.conf</c>.</summary>
internal enum SettingKind
{
    Text,
    Switch,
    Integer,
    Number,
    Duration,
    Size,
    List,

    /// <summary>An object whose keys are the user's own.</summary>
    Map,
}

/// <summary>Tells kinds apart and says of a value whether it is of a kind.</summary>
internal static partial class SettingKinds
{
    /// <param name="text">A default as it is written in a reference file; empty for an object.</param>
    public static SettingKind Of(string text)
    {
        if (text.Length == 0) return SettingKind.Map;
        if (text[0] == '[') return SettingKind.List;
        if (text[0] == '"') return SettingKind.Text;
        foreach (var kind in (ReadOnlySpan<SettingKind>)[SettingKind.Switch, SettingKind.Integer, SettingKind.Number, SettingKind.Duration, SettingKind.Size])
            if (Accepts(kind, text)) return kind;
        return SettingKind.Text;
    }

    public static bool Accepts(SettingKind kind, string value) => kind switch
    {
        SettingKind.Switch => value is "on" or "off" or "true" or "false" or "yes" or "no",
        SettingKind.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        SettingKind.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        SettingKind.Duration => DurationPattern().IsMatch(value) || value == "infinite",
        SettingKind.Size => SizePattern().IsMatch(value),
        _ => true,
    };

    /// <summary>For an error: what was expected, with an example.</summary>
    public static string Describe(SettingKind kind) => kind switch
    {
        SettingKind.Switch => "on or off",
        SettingKind.Integer => "a whole number",
        SettingKind.Number => "a number",
        SettingKind.Duration => "a duration such as 500 ms, 5 s or 2 m",
        SettingKind.Size => "a size such as 4096, 64 KiB or 1 MiB",
        SettingKind.List => "a list such as [a, b]",
        SettingKind.Map => "an object in braces",
        _ => "a text",
    };

    [GeneratedRegex(@"^\d+(\.\d+)?\s*(ns|nanos?|nanoseconds?|us|micros?|microseconds?|ms|millis?|milliseconds?|s|seconds?|m|minutes?|h|hours?|d|days?)?$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^\d+(\.\d+)?\s*(b|B|bytes?|[kKmMgGtT](i?[bB])?)?$")]
    private static partial Regex SizePattern();
}
