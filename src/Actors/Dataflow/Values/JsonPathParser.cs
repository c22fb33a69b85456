using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Actors.Dataflow.Values;

/// <summary>Reads a path; each method reads one thing of the grammar of RFC 9535 from where the last one stopped.</summary>
internal sealed class JsonPathParser(string text)
{
    private const int MaxDepth = 32;

    private int _at;
    private int _depth;

    public ImmutableArray<JsonStep> Whole()
    {
        if (!Take('$')) throw Wrong("a path begins with $");
        var steps = Steps();
        return _at == text.Length ? steps : throw Wrong("the path should end here, or go on with . or [");
    }

    private ImmutableArray<JsonStep> Steps()
    {
        var steps = ImmutableArray.CreateBuilder<JsonStep>();
        while (_at < text.Length)
        {
            if (Take("..")) steps.Add(JsonSteps.Below(Peek() == '[' ? Bracket() : Dotted()));
            else if (Take('.')) steps.Add(Dotted());
            else if (Peek() == '[') steps.Add(Bracket());
            else break;
        }

        return steps.ToImmutable();
    }

    private JsonStep Dotted()
    {
        if (Take('*')) return JsonSteps.All;
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '@' or '#' || text[_at] > 127)) _at++;
        return _at > start ? JsonSteps.Name(text[start.._at]) : throw Wrong("expected a name or *");
    }

    private JsonStep Bracket()
    {
        Need('[');
        var steps = new List<JsonStep>();
        do steps.Add(Selector());
        while (Take(',', skip: true));
        Need(']');
        return steps is [var single] ? single : JsonSteps.Union(steps);
    }

    private JsonStep Selector()
    {
        Skip();
        if (Take('*')) return JsonSteps.All;
        if (Peek() is '\'' or '"') return JsonSteps.Name(Quoted());
        if (Take('?')) return JsonSteps.Where(Or());
        var from = Whole(optional: true);
        if (!Take(':', skip: true)) return JsonSteps.Index(from ?? throw Wrong("expected a name in quotes, a number, *, a slice or a ?filter"));
        var to = Whole(optional: true);
        return JsonSteps.Slice(from, to, Take(':', skip: true) ? Whole(optional: true) ?? 1 : 1);
    }

    private Func<JsonElement, JsonElement, bool> Or()
    {
        var left = And();
        while (Take("||", skip: true))
        {
            var (before, right) = (left, And());
            left = (root, value) => before(root, value) || right(root, value);
        }

        return left;
    }

    private Func<JsonElement, JsonElement, bool> And()
    {
        var left = Not();
        while (Take("&&", skip: true))
        {
            var (before, right) = (left, Not());
            left = (root, value) => before(root, value) && right(root, value);
        }

        return left;
    }

    private Func<JsonElement, JsonElement, bool> Not()
    {
        if (++_depth > MaxDepth) throw Wrong($"filters lie more than {MaxDepth} deep");
        try
        {
            if (Take('!', skip: true))
            {
                var inner = Not();
                return (root, value) => !inner(root, value);
            }

            if (!Take('(', skip: true)) return Comparison();
            var whole = Or();
            Need(')');
            return whole;
        }
        finally
        {
            _depth--;
        }
    }

    private Func<JsonElement, JsonElement, bool> Comparison()
    {
        var (left, isPath) = Operand();
        foreach (var sign in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            if (!Take(sign, skip: true)) continue;
            var ((right, _), holds) = (Operand(), JsonOrder.Of(sign));
            return (root, value) => holds(First(left(root, value)), First(right(root, value)));
        }

        return isPath ? (root, value) => left(root, value).Any() : throw Wrong("expected a comparison: == != < <= > or >=");

        static JsonElement? First(IEnumerable<JsonElement> values) => values.Select(value => (JsonElement?)value).FirstOrDefault();
    }

    private (JsonStep Values, bool IsPath) Operand()
    {
        Skip();
        if (Take('@')) return (Path(fromRoot: false), true);
        if (Take('$')) return (Path(fromRoot: true), true);
        var literal = Literal();
        return ((_, _) => [literal], false);
    }

    private JsonStep Path(bool fromRoot)
    {
        var steps = Steps();
        return (root, value) => JsonPath.Run(steps, root, fromRoot ? root : value);
    }

    private JsonElement Literal()
    {
        if (Peek() is '\'' or '"') return JsonSerializer.SerializeToElement(Quoted());
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.')) _at++;
        try
        {
            return JsonElement.Parse(text[start.._at]);
        }
        catch (JsonException)
        {
            _at = start;
            throw Wrong("expected @, $, a text in quotes, a number, true, false or null");
        }
    }

    private string Quoted()
    {
        var quote = text[_at++];
        var value = new StringBuilder();
        for (; _at < text.Length && text[_at] != quote; _at++)
        {
            // What is behind a backslash is meant as it stands: quotes and backslashes need no more.
            if (text[_at] == '\\' && ++_at == text.Length) break;
            value.Append(text[_at]);
        }

        return _at++ < text.Length ? value.ToString() : throw Wrong("the quotes are not closed");
    }

    private int? Whole(bool optional)
    {
        Skip();
        var start = _at;
        if (Peek() == '-') _at++;
        while (char.IsAsciiDigit(Peek())) _at++;
        if (_at == start && optional) return null;
        return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("expected a number");
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private void Skip()
    {
        while (Peek() is ' ' or '\t') _at++;
    }

    private bool Take(char letter, bool skip = false)
    {
        if (skip) Skip();
        if (Peek() != letter) return false;
        _at++;
        return true;
    }

    private bool Take(string sign, bool skip = false)
    {
        if (skip) Skip();
        if (!text.AsSpan(_at).StartsWith(sign)) return false;
        _at += sign.Length;
        return true;
    }

    private void Need(char letter)
    {
        if (!Take(letter, skip: true)) throw Wrong($"expected {letter}");
    }

    private FormatException Wrong(string what) => new($"'{text}' is no JSON path: {what}, at {_at + 1}");
}
