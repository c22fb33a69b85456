namespace Akka.Configuration.Hocon.Internal;

/// <summary>A place in a document. Line and column are counted only when someone asks, that is in error messages.</summary>
internal readonly record struct Origin(Document? Document, int Offset)
{
    /// <summary><c>file(line,column): </c>, <c>(line,column): </c> without a known file, or nothing for a value that was never written down.</summary>
    public override string ToString()
    {
        if (Document is null) return "";
        var (line, column) = Document.PositionOf(Offset);
        return $"{Document.Name}({line},{column}): ";
    }
}

/// <summary>A text under the name by which messages call it.</summary>
internal sealed class Document(string text, string? name)
{
    internal string Text { get; } = text;

    /// <summary>Null when the text came without a name; an include by callback supplies it afterwards.</summary>
    internal string? Name { get; set; } = name;

    internal (int Line, int Column) PositionOf(int offset)
    {
        var before = Text.AsSpan(0, Math.Min(offset, Text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
