namespace Actors.Cli.Remote;

/// <summary>What a script said: its lines <c>@actors KEY VALUE</c>, among whatever else a login may print.</summary>
internal sealed class HostReply
{
    private const string Mark = "@actors ";
    private readonly Dictionary<string, string> _values = [];

    private HostReply()
    {
    }

    public string? this[string key] => _values.GetValueOrDefault(key);

    public static HostReply Parse(string output)
    {
        var reply = new HostReply();
        foreach (var line in output.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal)))
        {
            var rest = line[Mark.Length..];
            var blank = rest.IndexOf(' ');
            if (blank > 0) reply._values[rest[..blank]] = rest[(blank + 1)..];
        }

        return reply;
    }
}
