using System.Text.RegularExpressions;

namespace Akka.Api.Tests.Listing;

/// <summary>Takes the lines of a listing apart.</summary>
internal static partial class Words
{
    /// <summary>Splits at a separator that stands in no brackets.</summary>
    public static List<string> Split(string text, string separator)
    {
        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '<' or '(' or '[' or '{') depth++;
            else if (text[i] is '>' or ')' or ']' or '}') depth--;
            if (depth != 0 || string.CompareOrdinal(text, i, separator, 0, separator.Length) != 0) continue;
            parts.Add(text[start..i]);
            start = i + separator.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    /// <summary>A type's name without its type arguments: <c>FSM&lt;S, D&gt;.State</c> is <c>FSM.State</c>.</summary>
    public static string WithoutArguments(string name)
    {
        while (true)
        {
            var shorter = Arguments().Replace(name, "");
            if (shorter.Length == name.Length) return name;
            name = shorter;
        }
    }

    /// <summary>All identifiers of a line, those of nested types with their outer ones.</summary>
    public static IEnumerable<string> Identifiers(string line) => Identifier().Matches(line).Select(match => match.Value);

    /// <summary>
    /// What makes members overloads of each other: the name of a method, <c>new</c> for constructors, <c>this</c> for indexers. Null for members that
    /// cannot be overloaded.
    /// </summary>
    public static string? OverloadName(string member)
    {
        if (member.Contains(" this[", StringComparison.Ordinal)) return "this";
        var open = member.IndexOf('(');
        var assigned = member.IndexOf(" = ", StringComparison.Ordinal);
        if (open < 0 || (assigned >= 0 && assigned < open)) return null;
        return WithoutArguments(Split(member[..open], " ")[^1]);
    }

    /// <summary>A member without what may differ between a base type and an override of it.</summary>
    public static string Signature(string member) => Modifier().Replace(member, "${access}");

    public static bool IsOverride(string member) => Modifier().Match(member).Value.Contains("override", StringComparison.Ordinal);

    public static bool IsAbstract(string member) => Modifier().Match(member).Value.Contains("abstract", StringComparison.Ordinal);

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(?<access>protected )?(override|virtual|abstract) ")]
    private static partial Regex Modifier();
}
