using System.CommandLine;
using Actors.Cli.Internal;

namespace Actors.Cli.Remote;

/// <summary>The options that all commands on machines have.</summary>
internal sealed class RemoteOptions
{
    private const int DefaultParallel = 16; // sshd itself lets in no more than ten logins at a time per machine; these are different machines

    private readonly Option<string> _hosts = new("--hosts")
    {
        Description = "The machines, one a line: [user@]host[:port] [profile=NAME] [PATH=VALUE]...; node{1..8} for many",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _identity = new("--identity") { Description = "The private key to log in with. Default: what ssh finds", HelpName = "FILE" };
    private readonly Option<string[]> _sshOptions = new("--ssh-option") { Description = "An option of ssh's own, as after ssh -o", HelpName = "NAME=VALUE" };
    private readonly Option<int> _parallel = Words.NumberOption("--parallel", "Machines at a time", DefaultParallel);
    private readonly Option<string> _remoteDir = new("--remote-dir")
    {
        Description = "The folder for program, data and logs on each machine, from the home folder on",
        HelpName = "PATH",
        DefaultValueFactory = _ => "actors",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be run, and run nothing" };
    private readonly Option<TimeSpan?>? _wait;
    private readonly TimeSpan _defaultWait;

    /// <param name="waitsFor">What <c>--wait</c> limits, with its default; null: the command waits for nothing.</param>
    public RemoteOptions(string? waitsFor = null, TimeSpan defaultWait = default)
    {
        _defaultWait = defaultWait;
        if (waitsFor != null) _wait = Quantities.DurationOption("--wait", $"{waitsFor}. Default: {defaultWait.TotalSeconds:0}s");
        _hosts.Validators.Add(result => LocalFiles.MustBeThere(result, result.Tokens.Single().Value));
        _identity.Validators.Add(result => LocalFiles.MustBeThere(result, result.Tokens.Single().Value));
        _parallel.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 1 or > BraceExpansion.Limit))
                result.AddError($"expected --parallel from 1 to {BraceExpansion.Limit}, found '{token.Value}'");
        });
        _remoteDir.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length == 0 || token.Value.Any(char.IsControl)))
                result.AddError("expected a path for --remote-dir, found an empty one or control characters");
        });
    }

    public IEnumerable<Option> All => [_hosts, _identity, _sshOptions, _parallel, _remoteDir, .. (Option[])(_wait == null ? [] : [_wait]), _dryRun];

    public string HostsIn(ParseResult parsed) => parsed.GetRequiredValue(_hosts);

    public bool IsDryIn(ParseResult parsed) => parsed.GetValue(_dryRun);

    public int ParallelIn(ParseResult parsed) => parsed.GetValue(_parallel);

    public SshOptions SshIn(ParseResult parsed) => new(parsed.GetValue(_identity), parsed.GetValue(_sshOptions) ?? []);

    public RemoteScripts ScriptsIn(ParseResult parsed, string dotnet = "") =>
        new(parsed.GetValue(_remoteDir)!, dotnet, (_wait == null ? null : parsed.GetValue(_wait)) ?? _defaultWait);

    /// <exception cref="ActorsException">The hosts file is wrong.</exception>
    public ClusterPlan PlanIn(ParseResult parsed, IReadOnlyList<string> settings)
    {
        var file = HostsIn(parsed);
        return ClusterPlan.From(HostsFile.Parse(file, File.ReadAllText(file)), settings);
    }
}
