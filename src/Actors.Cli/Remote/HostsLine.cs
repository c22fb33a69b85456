using System.Text;

namespace Actors.Cli.Remote;

/// <summary>The words of a line: parted by blanks, which double quotes keep together; <c>#</c> at the beginning of a word begins a comment.</summary>
internal static class HostsLine
{
    /// <exception cref="ActorsException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isQuoted, hasWord) = (false, false);
        foreach (var letter in line)
        {
            if (letter == '#' && !hasWord) break;
            if (char.IsControl(letter) && letter != '\t')
                throw new ActorsException(ErrorCodes.Invalid, $"expected text; found the control character {(int)letter:X2}; remove it");
            if (letter is ' ' or '\t' && !isQuoted)
            {
                if (hasWord) words.Add(word.ToString());
                word.Clear();
                hasWord = false;
                continue;
            }

            hasWord = true;
            if (letter == '"') isQuoted = !isQuoted;
            else word.Append(letter);
        }

        if (isQuoted) throw new ActorsException(ErrorCodes.Invalid, "expected a closing double quote; found the end of the line");
        if (hasWord) words.Add(word.ToString());
        return words;
    }
}
