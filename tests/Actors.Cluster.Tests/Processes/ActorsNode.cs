using System.Diagnostics;
using System.Text.RegularExpressions;
using Actors.Client;
using Xunit;

namespace Actors.Cluster.Tests.Processes;

/// <summary>A node from a profile of <c>hocon/</c>: it can be started, killed, told to leave, and started again on the same data folder.</summary>
public sealed partial class ActorsNode(string name, string profile, string folder, string seed, params string[] settings) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(45);

    private readonly List<Task> _disconnecting = [];
    private readonly Stopwatch _sinceReady = new();
    private ActorsProcess? _process;
    private ComputeCloud? _cloud;
    private string[] _also = [];

    public string Name { get; } = name;

    /// <summary>HOST:PORT, as <c>--connect</c> wants it; known once it is ready.</summary>
    public string Contact { get; private set; } = "";

    public ActorsProcess Process => _process ?? throw new InvalidOperationException($"{Name} was never started");

    public bool IsRunning { get; private set; }

    /// <summary>The address it is known by, whole; known once it is ready.</summary>
    public string Address { get; private set; } = "";

    /// <summary>How long ago it became ready.</summary>
    public TimeSpan Age => _sinceReady.Elapsed;

    /// <summary>Further arguments, for example overlays.</summary>
    public ActorsNode AlsoWith(params string[] arguments)
    {
        _also = arguments;
        return this;
    }

    public void Start()
    {
        string[] common = ["actors.data-dir=" + Path.Combine(folder, "data"), $"actors.node-name={Name}", $"akka.cluster.seed-nodes=[\"akka.tcp://actors@{seed}\"]"];
        var arguments = common.Concat(settings).SelectMany(setting => (string[])["--set", setting]);
        _process = ActorsProcess.Start(Name, folder, ["node", "--config", Profile(profile), .. _also, .. arguments]);
        IsRunning = true;
    }

    public async Task ReadyAsync()
    {
        var line = await Process.Output.WaitAsync("becoming ready", line => line.StartsWith("ready ", StringComparison.Ordinal), ReadyLimit);
        var match = Ready().Match(line);
        (Address, Contact) = (match.Groups["address"].Value, match.Groups["contact"].Value);
        _sinceReady.Restart();
    }

    /// <summary>A client's connection to this node, kept until the node ends: a question through it costs no start of a program. One asker at a time.</summary>
    public async Task<ComputeCloud> CloudAsync() => _cloud ??= await ComputeCloud.ConnectAsync(Contact);

    /// <summary>The members as this node sees them, not as any other does that might answer for it.</summary>
    public async Task<IReadOnlyList<MemberView>> MembersAsync()
    {
        var shown = await (await CloudAsync()).ShowClusterAsync();
        Assert.Equal(Address, shown.Self);
        return shown.Members;
    }

    public async Task KillAsync()
    {
        IsRunning = false;
        await Process.KillAsync();
        Disconnect();
    }

    public async Task<CommandResult> LeaveAsync(TimeSpan limit)
    {
        IsRunning = false;
        await Process.TerminateAsync();
        var end = await Process.ExitAsync(limit);
        Disconnect();
        return end;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process != null) await _process.DisposeAsync();
        Disconnect();
        await Task.WhenAll(_disconnecting);
    }

    /// <summary>A client whose node has gone would turn to another one. Nobody waits for its end before the node is disposed of: tests measure from a kill on.</summary>
    private void Disconnect()
    {
        if (_cloud != null) _disconnecting.Add(_cloud.DisposeAsync().AsTask());
        _cloud = null;
    }

    public static string Profile(string name) => Path.Combine(Repository.Root, "hocon", name + ".conf");

    [GeneratedRegex(@"^ready (?<address>akka\.(ssl\.)?tcp://actors@(?<contact>\S+)) roles=\[.*\]$")]
    private static partial Regex Ready();
}
