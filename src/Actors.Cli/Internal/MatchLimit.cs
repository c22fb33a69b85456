using System.Globalization;

namespace Actors.Cli.Internal;

/// <summary>A limit of time for each match of every regular expression in this process that has none of its own: those in XML schemas, which the framework compiles, and those of classes that a user brings.</summary>
internal static class MatchLimit
{
    private const string Variable = "ACTORS_MATCH_LIMIT_MS";

    // As long as a style sheet may take; an honest match takes milliseconds.
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>To be called before anything uses a regular expression: the framework asks once.</summary>
    /// <returns>What is wrong with the variable; null: nothing.</returns>
    public static string? Set()
    {
        var limit = Default;
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds == 0 || milliseconds > Longest.TotalMilliseconds)
                return $"{Variable}: expected milliseconds, 1 to {Longest.TotalMilliseconds}; found {text}";
            limit = TimeSpan.FromMilliseconds(milliseconds);
        }

        AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", limit);
        return null;
    }
}
