using System.Text;
using System.Text.RegularExpressions;

namespace Actors.Dataflow.Values;

/// <summary>
/// A regular expression for data of strangers. Where it can it runs in linear time; one with look-around or back references cannot, and a limit of time holds for all of them.
/// </summary>
public sealed class FlowPattern : ISettingText<FlowPattern>
{
    /// <summary>Far more than an honest match takes.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(1);

    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    private readonly Regex _regex;

    private FlowPattern(Regex regex) => _regex = regex;

    public static string Expected => "a regular expression";

    public static FlowPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return new FlowPattern(Compile(text, DefaultLimit));
        }
        catch (ArgumentException failure)
        {
            throw new FormatException($"this is no regular expression: {failure.Message}", failure);
        }
    }

    /// <summary>The same with another limit of time for one match.</summary>
    public FlowPattern Within(TimeSpan limit) => limit == _regex.MatchTimeout ? this : new FlowPattern(Compile(_regex.ToString(), limit));

    /// <exception cref="FlowException">It took too long (<see cref="FlowErrorKind.Timeout"/>).</exception>
    public bool IsMatch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Limited(text, () => _regex.IsMatch(text));
    }

    /// <summary>The text with something else for each match; if the expression has groups, for what they matched only.</summary>
    /// <inheritdoc cref="IsMatch"/>
    public string Replace(string text, string with)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Limited(text, () => Replaced(text, with));
    }

    public override string ToString() => _regex.ToString();

    // Groups may lie outside of their match, in what it looks ahead to; and within each other.
    private string Replaced(string text, string with)
    {
        var places = _regex.Matches(text).SelectMany(match => match.Groups.Count == 1 ? [match] : match.Groups.Values.Skip(1).SelectMany(group => group.Captures))
            .OrderBy(place => place.Index).ThenByDescending(place => place.Length);
        var (replaced, end) = (new StringBuilder(), 0);
        foreach (var place in places)
        {
            // What begins in a place that is replaced already goes with it.
            if (place.Index >= end) replaced.Append(text, end, place.Index - end).Append(with);
            end = Math.Max(end, place.Index + place.Length);
        }

        return replaced.Append(text, end, text.Length - end).ToString();
    }

    private static Regex Compile(string text, TimeSpan limit)
    {
        try
        {
            return new Regex(text, Plain | RegexOptions.NonBacktracking, limit);
        }
        catch (NotSupportedException)
        {
            // Look-around, back references and the like need backtracking; the limit of time is what holds them.
            return new Regex(text, Plain, limit);
        }
    }

    private T Limited<T>(string text, Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException failure)
        {
            throw new FlowException(FlowErrorKind.Timeout, $"the expression {_regex} took longer than {_regex.MatchTimeout.TotalSeconds} s with a text of {text.Length} characters", failure);
        }
    }
}
