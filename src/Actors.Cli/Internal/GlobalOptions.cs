using System.CommandLine;

namespace Actors.Cli.Internal;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public const string DefaultContact = "127.0.0.1:4053";
    public const string ContactVariable = "ACTORS_CONNECT";
    private const string SecretVariable = "ACTORS_SECRET_FILE";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public Option<string> Connect { get; } = new("--connect")
    {
        Description = $"Nodes to reach the cluster by. Default: {ContactVariable}, or else {DefaultContact}",
        HelpName = "HOST:PORT[,HOST:PORT]",
        Recursive = true,
    };

    public Option<TimeSpan?> Timeout { get; } = Quantities.DurationOption("--timeout", "How long to wait for a role that the command needs. Default: 10s");

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document on stdout, errors as JSON on stderr", Recursive = true };

    public Option<string> Secret { get; } = new("--secret-file")
    {
        Description = "A file with the cluster's secret, for clusters that have one. Default: " + SecretVariable,
        HelpName = "FILE",
        Recursive = true,
    };

    public GlobalOptions() => Timeout.Recursive = true;

    public void AddTo(Command root)
    {
        root.Add(Connect);
        root.Add(Timeout);
        root.Add(Json);
        root.Add(Secret);
    }

    public string ContactsIn(ParseResult parsed)
    {
        var contacts = parsed.GetValue(Connect) ?? Environment.GetEnvironmentVariable(ContactVariable);
        return string.IsNullOrWhiteSpace(contacts) ? DefaultContact : contacts;
    }

    /// <summary>From a file, because what is on a command line every user of the machine can see.</summary>
    public string? SecretIn(ParseResult parsed)
    {
        var file = parsed.GetValue(Secret) ?? Environment.GetEnvironmentVariable(SecretVariable);
        return string.IsNullOrWhiteSpace(file) ? null : File.ReadAllText(file).Trim();
    }

    public TimeSpan TimeoutIn(ParseResult parsed) => parsed.GetValue(Timeout) ?? DefaultTimeout;
}
