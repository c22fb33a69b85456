namespace Akka.Util;

public static class WildcardMatch
{
    /// <summary>Whether the text fits a pattern in which <c>*</c> stands for any text and <c>?</c> for one character.</summary>
    public static bool Like(this string text, string pattern, bool caseSensitive = false)
    {
        var (t, p, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                // Let the star take nothing at first, and one more character each time the rest does not fit.
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || SameCharacter(text[t], pattern[p], caseSensitive)))
            {
                t++;
                p++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    private static bool SameCharacter(char a, char b, bool caseSensitive) => a == b || !caseSensitive && char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
