using Actors.Configuration;

namespace Actors.Services.Methods;

/// <summary>The end of a message about an unknown name: what was meant, and what there is.</summary>
internal static class Suggestion
{
    private const int Listed = 20;

    /// <summary>A longer word is compared by its beginning: the comparison takes the product of the lengths.</summary>
    private const int ComparedLetters = 64;

    public static string For(string word, IEnumerable<string> known)
    {
        var names = known.ToList();
        if (names.Count == 0)
            return "there are none at all";
        var list = string.Join(", ", names.Take(Listed)) + (names.Count > Listed ? $" and {names.Count - Listed} more" : "");
        return Meant(word, names) is { } meant ? $"did you mean '{meant}'? There are: {list}" : $"there are: {list}";
    }

    public static string? Meant(string word, IEnumerable<string> known)
    {
        var start = (word.Length <= ComparedLetters ? word : word[..ComparedLetters]).ToLowerInvariant();
        var names = known.ToLookup(name => name.ToLowerInvariant(), StringComparer.Ordinal);
        return Spelling.Nearest(start, names.Select(alike => alike.Key)) is { } near ? names[near].First() : null;
    }
}
