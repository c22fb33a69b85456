namespace Actors.Configuration;

/// <summary>Finds what somebody meant who mistyped a word.</summary>
internal static class Spelling
{
    /// <summary>The nearest known word within a third of the letters; null when none is that near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known, int? limit = null)
    {
        var nearest = known.Select(candidate => (Word: candidate, Distance: Distance(candidate, word))).DefaultIfEmpty().MinBy(found => found.Distance);
        return nearest.Word != null && nearest.Distance <= (limit ?? Math.Max(1, word.Length / 3)) ? nearest.Word : null;
    }

    /// <summary>How many letters to add, drop, change, or swap with their neighbours.</summary>
    private static int Distance(string left, string right)
    {
        var steps = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) steps[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = steps[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(change, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[left.Length, right.Length];
    }
}
