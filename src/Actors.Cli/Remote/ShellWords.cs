namespace Actors.Cli.Remote;

/// <summary>Quotes texts for a POSIX shell.</summary>
internal static class ShellWords
{
    /// <summary>A word that the shell takes as it stands, whatever is in it.</summary>
    /// <exception cref="ArgumentException">The text has a NUL, which no shell can hold.</exception>
    public static string Quote(string text)
    {
        if (text.Contains('\0')) throw new ArgumentException("expected a text without NUL", nameof(text));
        return $"'{text.Replace("'", @"'\''")}'";
    }

    /// <summary>A command as one would type it: quoted only where it must be.</summary>
    public static string Command(IEnumerable<string> words) => string.Join(' ', words.Select(word => IsPlain(word) ? word : Quote(word)));

    private static bool IsPlain(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "@%+=:,./-_".Contains(letter));
}
