using Akka.Configuration.Hocon.Internal;

namespace Akka.Configuration.Hocon;

#nullable disable annotations

/// <summary>Reads HOCON texts.</summary>
public class Parser
{
    /// <summary>Reads a text; its substitutions stay open until <see cref="HoconRoot.Value"/>.</summary>
    /// <param name="text">Keys with or without braces around them, or an array.</param>
    /// <param name="includeCallback">
    /// Gives the document for a name in an include statement, null for none. Without a callback, includes are files, relative to the working
    /// directory or to the file that includes them.
    /// </param>
    /// <exception cref="ConfigurationException">The text has a mistake; the message begins with <c>file(line,column): </c>.</exception>
    public static HoconRoot Parse(string text, Func<string, HoconRoot> includeCallback)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new HoconRoot(HoconParser.Parse(new Document(text, null), Includes.ByCallback(includeCallback)));
    }
}
