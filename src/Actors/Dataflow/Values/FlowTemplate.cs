using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Actors.Dataflow.Values;

/// <summary>
/// A text with parts of an event in it: <c>Dear {customer/name}</c>. <c>{customer/title?}</c> may be missing, <c>{customer/title?friend}</c> has a stand-in, <c>{created:yyyy-MM-dd}</c> a format, and
/// <c>{{</c> is a brace. There are no conditions and no loops: that is what XSLT and functions of a program are for.
/// </summary>
public sealed class FlowTemplate : ISettingText<FlowTemplate>
{
    private readonly string _text;
    private readonly ImmutableArray<Part> _parts;

    private FlowTemplate(string text, ImmutableArray<Part> parts) => (_text, _parts) = (text, parts);

    public static string Expected => "a text; {customer/name} in it stands for a part of the event";

    /// <summary>Only the data, as text.</summary>
    public static FlowTemplate Data { get; } = Parse("{data?}");

    public static FlowTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                literal.Append(text[at++]);
            }
            else if (text[at] == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0) throw new FormatException($"a brace is open at {at + 1}; close it, or write {{{{ for a brace");
                parts.Add(new Part(literal.ToString(), null, null, null));
                literal.Clear();
                // A text that is JSON has such braces.
                if (text[at + 1] is '"' or '\'' or '[' or '{' || char.IsWhiteSpace(text[at + 1]))
                    throw new FormatException($"the brace that is open at {at + 1} has no part of an event behind it; write {{{{ for a brace");
                parts.Add(PartOf(text[(at + 1)..end]));
                at = end;
            }
            else if (text[at] == '}')
            {
                throw new FormatException($"a brace is closed at {at + 1} and none is open; write }}}} for a brace");
            }
            else
            {
                literal.Append(text[at]);
            }
        }

        parts.Add(new Part(literal.ToString(), null, null, null));
        return new FlowTemplate(text, parts.ToImmutable());
    }

    /// <exception cref="FlowException">The event has not what the template needs (<see cref="FlowErrorKind.Unprocessable"/>).</exception>
    public string Render(FlowEvent item) => Render(item, text => text);

    public override string ToString() => _text;

    /// <param name="item">The event.</param>
    /// <param name="escape">Applied to what comes from the event, not to what the template says itself.</param>
    internal string Render(FlowEvent item, Func<string, string> escape)
    {
        var result = new StringBuilder();
        foreach (var part in _parts)
            result.Append(part.Path is null ? part.Literal : escape(part.Read(item) ?? throw new FlowException(FlowErrorKind.Unprocessable, $"the event has no {part.Path}, which the text needs")));
        return result.ToString();
    }

    private static Part PartOf(string inside)
    {
        var (path, missing) = inside.IndexOf('?') is var question and >= 0 ? (inside[..question], inside[(question + 1)..]) : (inside, null);
        var (name, format) = path.IndexOf(':') is var colon and >= 0 ? (path[..colon], path[(colon + 1)..]) : (path, null);
        if (name == "created" && format is not null) CheckFormat(format);
        return new Part("", EventPath.Parse(name), format, missing);
    }

    // Of other parts only the event knows what they are.
    private static void CheckFormat(string format)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException failure)
        {
            throw new FormatException($"'{format}' is no format for created", failure);
        }
    }

    private sealed record Part(string Literal, EventPath? Path, string? Format, string? Missing)
    {
        public string? Read(FlowEvent item)
        {
            var value = Path!.Read(item);
            if (Format is null || value is not IFormattable formattable) return EventPath.TextOf(value) ?? Missing;
            try
            {
                return formattable.ToString(Format, CultureInfo.InvariantCulture);
            }
            catch (FormatException failure)
            {
                throw new FlowException(FlowErrorKind.Unprocessable, $"'{Format}' is no format for {Path}, which is {value}", failure);
            }
        }
    }
}
