using Actors.Futures;

namespace WordCountFutures;

/// <summary>What the workers compute. Marked: they call nothing else.</summary>
[Functions]
public static class Words
{
    public static Dictionary<string, int> Count(string text) =>
        text.Split([.. text.Where(letter => !char.IsLetter(letter)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .CountBy(word => word.ToLowerInvariant()).ToDictionary();

    public static Dictionary<string, int> Merge(Dictionary<string, int> left, Dictionary<string, int> right) =>
        left.Concat(right).GroupBy(pair => pair.Key).ToDictionary(word => word.Key, word => word.Sum(pair => pair.Value));

    public static KeyValuePair<string, int>[] Top(Dictionary<string, int> counts, int number) =>
        [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(number)];
}
