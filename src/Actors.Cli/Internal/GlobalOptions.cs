using System.CommandLine;
using Actors.Configuration;
using Akka.Configuration;

namespace Actors.Cli.Internal;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public const string DefaultContact = "127.0.0.1:4053";
    public const string ContactVariable = "ACTORS_CONNECT";
    private const string SecretVariable = "ACTORS_SECRET_FILE";
    private const string ConfigVariable = "ACTORS_CONFIG";
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public Option<string> Connect { get; } = new("--connect")
    {
        Description = $"Nodes to reach the cluster by. Default: {ContactVariable}, or else {DefaultContact}",
        HelpName = "HOST:PORT[,HOST:PORT]",
        Recursive = true,
    };

    public Option<TimeSpan?> Timeout { get; } = Quantities.DurationOption("--timeout", "How long to wait for a role that the command needs. Default: 10s. Of call: for the result; 0s is for ever. Default: 30s");

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document on stdout, errors as JSON on stderr", Recursive = true };

    /// <summary>Of commands that have more to tell.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Tell more: where a method threw, what a service's methods are" };

    /// <summary>Of commands on a cluster; a node has an option of the same name for the same files.</summary>
    public Option<string[]> Config { get; } = new("--config")
    {
        Description = "Settings of this client, for example hocon/tls.conf for a cluster with TLS. Default: " + ConfigVariable,
        HelpName = "FILE",
    };

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
        if (string.IsNullOrWhiteSpace(file)) return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"{Secret.Name} {file}: {LocalFiles.Problem(file) ?? failure.Message}; name the file that holds the cluster's secret", failure);
        }
    }

    public Config SettingsIn(ParseResult parsed)
    {
        var files = parsed.GetValue(Config) is { Length: > 0 } given ? given : Environment.GetEnvironmentVariable(ConfigVariable) is { Length: > 0 } file ? [file] : [];
        var configuration = NodeConfiguration.Load(files, []);
        new SettingSchema("actors", ReferenceConfig.Text).Check(configuration.Config, configuration.Written);
        return configuration.Config;
    }
}
