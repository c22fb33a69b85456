using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Akka.Event.Internal;

/// <summary>Message templates with numbered or named holes, parsed once each.</summary>
internal static class MessageTemplate
{
    /// <summary>Templates are literals in code, so there are few; texts made at run time stop being cached here.</summary>
    private const int MaxCached = 1000;

    private static readonly ConcurrentDictionary<string, CompositeFormat?> Parsed = new();

    public static string Fill(string template, object?[] args)
    {
        if (args.Length == 0) return template;
        var format = Parse(template);
        if (format is null || format.MinimumArgumentCount > args.Length) return Unfilled(template, args);
        try
        {
            return string.Format(CultureInfo.InvariantCulture, format, args);
        }
        catch (Exception e)
        {
            // An argument's own ToString threw: whoever logs must not fail because of what it logs.
            return $"{template} (an argument could not be printed: {e.GetType().Name}: {e.Message})";
        }
    }

    private static string Unfilled(string template, object?[] args)
    {
        try
        {
            return $"{template} [{string.Join(", ", args)}]";
        }
        catch (Exception e)
        {
            return $"{template} (an argument could not be printed: {e.GetType().Name}: {e.Message})";
        }
    }

    private static CompositeFormat? Parse(string template)
    {
        if (Parsed.TryGetValue(template, out var format)) return format;
        try
        {
            format = CompositeFormat.Parse(Numbered(template));
        }
        catch (FormatException)
        {
            format = null;
        }
        if (Parsed.Count < MaxCached) Parsed.TryAdd(template, format);
        return format;
    }

    /// <summary>
    /// Replaces named holes by numbered ones, in order; a name used again gets the argument of its first use. If any hole has a name then numbers
    /// are names too.
    /// </summary>
    private static string Numbered(string template)
    {
        var text = new StringBuilder(template.Length);
        var names = new List<string>();
        var areNumbers = true;
        for (var at = 0; at < template.Length; at++)
        {
            var c = template[at];
            text.Append(c);
            if (c != '{') continue;
            if (at + 1 < template.Length && template[at + 1] == '{')
            {
                text.Append(template[++at]);
                continue;
            }

            var end = template.IndexOfAny([',', ':', '}'], at);
            if (end < 0) throw new FormatException("A hole is not closed.");
            var name = template[(at + 1)..end].TrimStart('@', '$').Trim();
            areNumbers &= name.Length > 0 && name.All(char.IsAsciiDigit);
            text.Append(IndexOf(name, names));
            at = end - 1;
        }
        return areNumbers ? template : text.ToString();
    }

    private static int IndexOf(string name, List<string> names)
    {
        if (name.Length == 0) throw new FormatException("A hole has no name.");
        var index = names.IndexOf(name);
        if (index >= 0) return index;
        names.Add(name);
        return names.Count - 1;
    }
}
