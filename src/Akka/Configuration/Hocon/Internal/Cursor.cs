using System.Buffers;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>A position in a document and the small steps from it: blanks, comments, runs of plain text.</summary>
internal sealed class Cursor(Document document)
{
    /// <summary>What cannot stand in a text without quotes; '/' is looked at more closely, since only "//" cannot.</summary>
    private static readonly SearchValues<char> EndOfText = SearchValues.Create("$\"{}[]:=,#`^?!@*&\\\n/");

    /// <summary>The same for a segment of a key, where '.' starts the next one; '+' is looked at more closely, since only "+=" cannot.</summary>
    private static readonly SearchValues<char> EndOfSegment = SearchValues.Create("$\"{}[]:=,#`^?!@*&\\\n/.+");

    private readonly string _text = document.Text;

    internal const char End = '\0';

    internal Document Document { get; } = document;

    internal int Position { get; set; }

    internal bool AtEnd => Position >= _text.Length;

    /// <summary>The next character, <see cref="End"/> at the end.</summary>
    internal char Next => Position < _text.Length ? _text[Position] : End;

    internal Origin Here => new(Document, Position);

    internal char At(int ahead) => Position + ahead < _text.Length ? _text[Position + ahead] : End;

    internal ReadOnlySpan<char> Slice(int start) => _text.AsSpan(start, Position - start);

    internal ReadOnlySpan<char> Rest => _text.AsSpan(Position);

    internal bool TryTake(char expected)
    {
        if (Next != expected || AtEnd) return false;
        Position++;
        return true;
    }

    internal bool StartsWith(string expected) => Rest.StartsWith(expected);

    internal bool AtComment => Next == '#' || (Next == '/' && At(1) == '/');

    /// <summary>Skips blanks, newlines and comments. True when there was a newline among them.</summary>
    internal bool SkipBlanks()
    {
        var newline = false;
        while (Position < _text.Length)
        {
            var c = _text[Position];
            if (c == '\n')
            {
                newline = true;
                Position++;
            }
            else if (IsGap(c)) Position++;
            else if (AtComment) SkipLine();
            else break;
        }

        return newline;
    }

    /// <summary>Skips blanks within the line.</summary>
    internal void SkipGap()
    {
        while (Position < _text.Length && IsGap(_text[Position])) Position++;
    }

    /// <summary>Takes plain text up to what cannot be part of a value, without the blanks at its end.</summary>
    internal ReadOnlySpan<char> TakeText() => TakeRun(EndOfText);

    /// <summary>Takes plain text up to what cannot be part of a key segment, without the blanks at its end.</summary>
    internal ReadOnlySpan<char> TakeSegment() => TakeRun(EndOfSegment);

    private ReadOnlySpan<char> TakeRun(SearchValues<char> end)
    {
        var start = Position;
        while (true)
        {
            var length = Rest.IndexOfAny(end);
            Position = length < 0 ? _text.Length : Position + length;
            var stays = (Next == '/' && At(1) != '/') || (Next == '+' && At(1) != '=');
            if (!stays || AtEnd) break;
            Position++;
        }

        while (Position > start && IsGap(_text[Position - 1])) Position--;
        return Slice(start);
    }

    private void SkipLine()
    {
        var length = Rest.IndexOf('\n');
        Position = length < 0 ? _text.Length : Position + length;
    }

    // The byte order mark counts as blank wherever files were pasted together.
    private static bool IsGap(char c) => c is ' ' or '\t' or '\r' || (c != '\n' && c > 126 && (char.IsWhiteSpace(c) || c == '\uFEFF')) || c is '\v' or '\f';

    /// <summary>What stands here, for an error message.</summary>
    internal string Found()
    {
        if (AtEnd) return "the end of the text";
        if (Next == '\n') return "the end of the line";
        return $"'{Next}'";
    }

    internal HoconException Error(string expected, string advice) => Error(Here, expected, advice);

    internal HoconException Error(Origin origin, string expected, string advice) =>
        new(origin, $"expected {expected}, found {Found()}; {advice}");
}
