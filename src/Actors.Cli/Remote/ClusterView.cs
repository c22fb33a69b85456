using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;

namespace Actors.Cli.Remote;

/// <summary>What a command on machines wants.</summary>
internal enum ClusterAim
{
    Running,
    Stopped,
}

/// <summary>Shows a command on machines: a line for each node as soon as it is known, or one document at the end; then what came of it as a whole.</summary>
/// <param name="run">Where to.</param>
/// <param name="plan">Which nodes.</param>
/// <param name="aim">What all nodes should do or be in the end.</param>
/// <param name="secretFile">Where the secret is kept for commands; null where that is the user's affair.</param>
internal sealed class ClusterView(CommandRun run, ClusterPlan plan, ClusterAim aim, string? secretFile)
{
    private readonly Lock _gate = new(); // guards both writers: reports come from several machines at once
    private readonly int _width = plan.Nodes.Max(node => node.Name.Length);

    public void Progress(RemoteNode node, string what)
    {
        if (run.Json || Console.IsErrorRedirected) return;
        lock (_gate) run.Error.WriteLine($"{node.Name.PadRight(_width)}  {what} ...");
    }

    public void Reported(NodeReport report)
    {
        if (run.Json) return;
        lock (_gate) (report.Failure == null ? run.Out : run.Error).WriteLine($"{report.Node.Name.PadRight(_width)}  {Line(report)}");
    }

    /// <exception cref="ActorsException">Not all nodes are as they should be, in one line.</exception>
    public async Task<int> ShowAsync(Task<IReadOnlyList<NodeReport>> work)
    {
        var reports = await work.ConfigureAwait(false);
        if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(new RemoteNodesDocument([.. reports.Select(Document)], secretFile), JsonShapes.Readable.RemoteNodesDocument));
        var failed = reports.Where(report => report.Failure != null).ToArray();
        if (failed.Length > 0)
        {
            var names = string.Join("; ", failed.Select(report => run.Json ? $"{report.Node.Name}: {report.Failure!.Message}" : report.Node.Name));
            var code = reports.All(report => report.Failure?.Code == ErrorCodes.Unreachable) ? ErrorCodes.Unreachable : ErrorCodes.Failed;
            throw new ActorsException(code, $"{failed.Length} of {reports.Count} failed: {names}");
        }

        var running = reports.Count(report => report.State is NodeState.Started or NodeState.Running);
        if (!run.Json) run.Out.WriteLine(Sum(running));
        return running == (aim == ClusterAim.Running ? reports.Count : 0) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private string Sum(int running)
    {
        var contact = secretFile == null ? "" : $"; try: actors cmd cluster show --connect {plan.First.Address}:{plan.First.Port} --secret-file {ShellWords.Command([secretFile])}";
        return $"{running} of {plan.Nodes.Count} nodes run{contact}";
    }

    private static string Line(NodeReport report) => report.State switch
    {
        NodeState.Started => $"ready {report.Ready}",
        NodeState.Running => (report.Ready.Length > 0 ? $"runs {report.Ready}" : "runs, not ready yet") + (report.Differs ? ", with another program or other settings: stop it first to change them" : ""),
        NodeState.Stopped => "stopped",
        NodeState.Absent => "does not run",
        _ => report.Failure!.Message,
    };

    private static RemoteNodeDocument Document(NodeReport report) => new(
        report.Node.Name,
        report.Node.Host.Host,
        report.State.ToString().ToLowerInvariant(),
        report.Node.Roles,
        report.Address,
        report.Pid,
        report.Differs,
        report.Failure is { } failure ? new ErrorBody(failure.Code, failure.Message) : null);
}
