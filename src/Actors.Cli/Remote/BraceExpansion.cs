using System.Globalization;

namespace Actors.Cli.Remote;

/// <summary>
/// Writes out <c>node{1..8}</c>, <c>node{01..16}</c>, <c>{left,right}.example</c>, and products of them, as a shell does; what a shell would leave as it is, is a mistake here.
/// </summary>
internal static class BraceExpansion
{
    /// <summary>Far more machines than one ssh per machine is the right tool for; a slip such as {1..99999999} ends here.</summary>
    public const int Limit = 1024;

    /// <exception cref="ActorsException">The text is no pattern, or stands for more than <see cref="Limit"/> words.</exception>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        IReadOnlyList<string> words = [""];
        for (var at = 0; at < pattern.Length;)
        {
            var open = pattern.IndexOfAny(['{', '}'], at);
            if (open < 0) open = pattern.Length;
            var literal = pattern[at..open];
            IReadOnlyList<string> choices = [""];
            at = open;
            if (open < pattern.Length)
            {
                var close = pattern.IndexOfAny(['{', '}'], open + 1);
                if (pattern[open] == '}' || close < 0 || pattern[close] == '{')
                    throw Wrong(pattern, "braces that open and close, one pair after the other");
                choices = Choices(pattern, pattern[(open + 1)..close]);
                at = close + 1;
            }

            if ((long)words.Count * choices.Count > Limit) throw TooMany(pattern);
            words = [.. words.SelectMany(word => choices.Select(choice => word + literal + choice))];
        }

        return words;
    }

    private static IReadOnlyList<string> Choices(string pattern, string inner)
    {
        var dots = inner.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return inner.Contains(',') ? inner.Split(',') : throw Wrong(pattern, "a range such as {1..8} or a list such as {a,b} in the braces");
        var (first, last) = (inner[..dots], inner[(dots + 2)..]);
        if (!TryNumber(first, out var from) || !TryNumber(last, out var to)) throw Wrong(pattern, "two numbers of at most nine digits in the range, such as {1..8} or {01..16}");
        if (Math.Abs(to - from) >= Limit) throw TooMany(pattern);
        // Numbers written with leading zeros are all as wide as the wider of the two.
        var isPadded = first is ['0', _, ..] || last is ['0', _, ..];
        var format = "D" + (isPadded ? Math.Max(first.Length, last.Length) : 1);
        var step = from <= to ? 1 : -1;
        return [.. Enumerable.Range(0, Math.Abs(to - from) + 1).Select(index => (from + index * step).ToString(format, CultureInfo.InvariantCulture))];
    }

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static ActorsException Wrong(string pattern, string expected) => new(ErrorCodes.Invalid, $"expected {expected}; found '{pattern}'");

    private static ActorsException TooMany(string pattern) =>
        new(ErrorCodes.Invalid, $"expected at most {Limit} hosts; '{pattern}' stands for more; name fewer, or start nodes by a service manager");
}
