using System.Text;

namespace Actors.Services.Methods;

/// <summary>Quotes what a caller sent in a message about it: shortened, on one line.</summary>
internal static class Quote
{
    /// <summary>Enough to find the value by; a message stays a line.</summary>
    private const int Letters = 40;

    public static string Json(ReadOnlySpan<byte> json)
    {
        // A letter is at most four bytes: no more than that is decoded of a value that may be a megabyte.
        var cut = json.Length > Letters * 4 ? json[..(Letters * 4)] : json;
        return Cut(Encoding.UTF8.GetString(cut), cut.Length < json.Length);
    }

    public static string Name(string name) => $"'{Cut(name, false)}'";

    private static string Cut(string text, bool isCut)
    {
        if (text.Length > Letters)
            (text, isCut) = (text[..Letters], true);
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return isCut ? line + "..." : line;
    }
}
