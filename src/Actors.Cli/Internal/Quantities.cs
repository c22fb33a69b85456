using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Actors.Cli.Internal;

/// <summary>Durations and sizes as people write them: <c>10s</c>, <c>1.5m</c>, <c>128MiB</c>.</summary>
internal static class Quantities
{
    private static readonly (string Unit, double Seconds)[] DurationUnits = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    private static readonly (string Unit, double Bytes)[] SizeUnits =
        [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1L << 30), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1)];

    public static Option<TimeSpan?> DurationOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "10s",
        CustomParser = result => Parse<TimeSpan>(result, TryDuration, "a duration such as 500ms, 10s or 2m"),
    };

    public static Option<long?> SizeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "64MiB",
        CustomParser = result => Parse<long>(result, TrySize, "a size such as 4096, 64KiB or 128MiB"),
    };

    public static bool TryDuration(string text, out TimeSpan duration)
    {
        var found = TryScaled(text, DurationUnits, out var seconds);
        found &= seconds <= TimeSpan.FromDays(3650).TotalSeconds; // beyond that it is a slip, and TimeSpan would overflow later
        duration = found ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return found;
    }

    public static bool TrySize(string text, out long bytes)
    {
        var found = TryScaled(text, SizeUnits, out var scaled) && scaled < long.MaxValue;
        bytes = found ? (long)scaled : 0;
        return found;
    }

    private static bool TryScaled(string text, (string Unit, double Factor)[] units, out double scaled)
    {
        text = text.Trim();
        var unit = units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        var number = unit.Unit == null ? text : text[..^unit.Unit.Length].TrimEnd();
        var isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        scaled = value * (unit.Unit == null ? 1 : unit.Factor);
        return isNumber && double.IsFinite(scaled);
    }

    private delegate bool TryParse<T>(string text, out T value);

    private static T? Parse<T>(ArgumentResult result, TryParse<T> tryParse, string expected)
        where T : struct
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (tryParse(text, out var value)) return value;
        result.AddError($"expected {expected}, found '{text}'");
        return null;
    }
}
