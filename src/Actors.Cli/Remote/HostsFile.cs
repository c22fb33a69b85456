using System.Globalization;
using System.Text.RegularExpressions;
using Actors.Configuration;

namespace Actors.Cli.Remote;

/// <summary>
/// Reads a hosts file: a host a line, <c>[user@]host[:port] [key=value]...</c>, braces in the host for many of one kind, comments after <c>#</c>. Every mistake names
/// file and line, what was expected, what was found, and what to do.
/// </summary>
internal static partial class HostsFile
{
    private static readonly string[] OfOneHost = ["name", "address"];
    private static readonly string[] Keys = ["profile", .. OfOneHost, "port"];

    /// <exception cref="ActorsException">A line is wrong, or there is no host in the file.</exception>
    public static IReadOnlyList<HostEntry> Parse(string file, string text)
    {
        var entries = new List<HostEntry>();
        foreach (var (line, index) in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index)))
        {
            var place = $"{file}:{index + 1}";
            try
            {
                var words = HostsLine.Words(line);
                if (words.Count > 0) entries.AddRange(Entries(place, words));
            }
            catch (ActorsException mistake)
            {
                throw new ActorsException(mistake.Code, $"{place}: {mistake.Message}", mistake);
            }

            if (entries.Count > BraceExpansion.Limit)
                throw new ActorsException(ErrorCodes.Invalid, $"{place}: expected at most {BraceExpansion.Limit} hosts in one file; use several files");
        }

        if (entries.Count == 0)
            throw new ActorsException(ErrorCodes.Invalid, $"{file}: expected a host on each line, such as admin@node1; found none; write at least one");
        return entries;
    }

    private static IEnumerable<HostEntry> Entries(string place, IReadOnlyList<string> words)
    {
        var hosts = BraceExpansion.Expand(words[0]);
        var keys = new Dictionary<string, string>();
        var settings = new List<string>();
        foreach (var word in words.Skip(1)) Take(word, keys, settings);
        if (hosts.Count > 1 && OfOneHost.FirstOrDefault(keys.ContainsKey) is { } single)
            throw new ActorsException(ErrorCodes.Invalid, $"expected '{single}' for one host only; '{words[0]}' stands for {hosts.Count}; give each a line of its own");
        return [.. hosts.Select(host => Entry(place, host) with
        {
            Profile = keys.GetValueOrDefault("profile"),
            Name = keys.GetValueOrDefault("name"),
            Address = keys.GetValueOrDefault("address"),
            Port = keys.TryGetValue("port", out var port) ? Number(port, "a port from 1 to 65535 that the node is to listen on") : null,
            Settings = settings,
        })];
    }

    private static HostEntry Entry(string place, string text)
    {
        var match = Destination().Match(text);
        if (!match.Success)
            throw new ActorsException(ErrorCodes.Invalid, $"expected [user@]host[:port], of letters, digits, '.', '-' and '_', an IPv6 address in square brackets; found '{text}'");
        return new HostEntry(
            place,
            match.Groups["user"] is { Success: true } user ? user.Value : null,
            match.Groups["host"].Value,
            match.Groups["port"] is { Success: true } port ? Number(port.Value, "an ssh port from 1 to 65535 after the ':'") : null);
    }

    private static void Take(string word, Dictionary<string, string> keys, List<string> settings)
    {
        var equals = word.IndexOf('=');
        var key = equals > 0 ? word[..equals] : "";
        if (key.Contains('.'))
        {
            settings.Add(word);
            return;
        }

        if (!Keys.Contains(key)) throw new ActorsException(ErrorCodes.Invalid, Unknown(word, key));
        var value = word[(equals + 1)..];
        if (!keys.TryAdd(key, value)) throw new ActorsException(ErrorCodes.Invalid, $"expected '{key}' once; found it twice; remove one");
        Check(key, value);
    }

    private static void Check(string key, string value)
    {
        if (key == "profile" && !NodeProfiles.Names.Contains(value))
        {
            var advice = Spelling.Nearest(value, NodeProfiles.Names) is { } near ? $"did you mean {near}?" : $"there are {string.Join(", ", NodeProfiles.Names)}";
            throw new ActorsException(ErrorCodes.Invalid, $"expected a profile; found '{value}'; {advice}");
        }

        if (key == "name" && !NodeName().IsMatch(value))
            throw new ActorsException(ErrorCodes.Invalid, $"expected a name that makes a folder, at most 64 letters, digits, '-', '_' and '.'; found '{value}'; choose another");
        if (key == "address" && !AddressText().IsMatch(value))
            throw new ActorsException(ErrorCodes.Invalid, $"expected a host name or an IPv4 address that the other nodes reach the machine by; found '{value}'");
    }

    private static string Unknown(string word, string key)
    {
        if (key.Length == 0) return $"expected key=value after the host; found '{word}'; write one host a line, and values with blanks in double quotes";
        var advice = Spelling.Nearest(key, Keys) is { } near ? $"did you mean {near}?" : $"there are {string.Join(", ", Keys)}, and settings by their whole path, such as actors.data-dir";
        return $"no such key '{key}'; {advice}";
    }

    private static int Number(string text, string expected) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new ActorsException(ErrorCodes.Invalid, $"expected {expected}; found '{text}'");

    // Neither begins with '-': ssh would take it for an option. \z and not $, which lets a line end through.
    [GeneratedRegex(@"^((?<user>[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})@)?(\[(?<host>[0-9A-Fa-f:]{2,45})\]|(?<host>[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}))(:(?<port>[0-9]+))?\z")]
    private static partial Regex Destination();

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex NodeName();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}\z")]
    private static partial Regex AddressText();
}
