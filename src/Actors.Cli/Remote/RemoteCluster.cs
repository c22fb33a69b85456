namespace Actors.Cli.Remote;

/// <summary>
/// Does the same on all machines of a plan, several at a time. What fails on one is its report and hides no other's.
/// </summary>
/// <param name="plan">Which nodes.</param>
/// <param name="ssh">How to reach them.</param>
/// <param name="scripts">What to run there.</param>
/// <param name="parallel">How many machines at a time.</param>
/// <param name="run">Calls ssh.</param>
internal sealed class RemoteCluster(ClusterPlan plan, SshOptions ssh, RemoteScripts scripts, int parallel, RunSsh run)
{
    /// <summary>Hears what goes on at a node.</summary>
    public Action<RemoteNode, string> Progress { get; init; } = (_, _) => { };

    /// <summary>Hears each report as soon as it is there.</summary>
    public Action<NodeReport> Reported { get; init; } = _ => { };

    /// <summary>Brings the program to where it is not, starts the first seed, then all others.</summary>
    public async Task<IReadOnlyList<NodeReport>> StartAsync(ProgramFiles program, string secret, CancellationToken cancel)
    {
        await using var archive = new ProgramArchive(program);
        var prepared = await ForAllAsync(plan.Nodes, machine => PrepareAsync(machine, program, archive, cancel), FailedPreparation, cancel).ConfigureAwait(false);
        var failed = prepared.Where(one => one.Failure != null).Select(one => one.Failure!).ToArray();
        var fit = prepared.Where(one => one.Failure == null).ToArray();

        // A node that finds no seed waits some seconds before it asks again: so the others begin when the first is there.
        Task<NodeReport> StartOneAsync(Machine machine) =>
            StartNodeAsync(machine, program, fit.Single(one => one.Node == machine.Node), secret, cancel);
        var first = await ForAllAsync(fit.Select(one => one.Node).Where(node => node == plan.First), StartOneAsync, FailedReport, cancel).ConfigureAwait(false);
        var others = fit.Select(one => one.Node).Where(node => node != plan.First);
        var rest = first is [{ State: not NodeState.Failed }]
            ? await ForAllAsync(others, StartOneAsync, FailedReport, cancel).ConfigureAwait(false)
            : [.. others.Select(node => Report(WithoutSeed(node)))];
        return InOrder([.. failed, .. first, .. rest]);
    }

    /// <summary>Ends all nodes; the seeds last, so that the others can still say goodbye.</summary>
    public async Task<IReadOnlyList<NodeReport>> StopAsync(CancellationToken cancel)
    {
        async Task<NodeReport> StopOneAsync(Machine machine) =>
            NodeReport.Of(machine.Node, await machine.AskAsync(scripts.Stop(machine.Node), cancel).ConfigureAwait(false));
        var others = await ForAllAsync(plan.Nodes.Where(node => !node.IsSeed), StopOneAsync, FailedReport, cancel).ConfigureAwait(false);
        var seeds = await ForAllAsync(plan.Nodes.Where(node => node.IsSeed), StopOneAsync, FailedReport, cancel).ConfigureAwait(false);
        return InOrder([.. others, .. seeds]);
    }

    public async Task<IReadOnlyList<NodeReport>> StatusAsync(CancellationToken cancel) => await ForAllAsync(
        plan.Nodes,
        async machine => NodeReport.Of(machine.Node, await machine.AskAsync(scripts.Status(machine.Node), cancel).ConfigureAwait(false)),
        FailedReport,
        cancel).ConfigureAwait(false);

    private async Task<Prepared> PrepareAsync(Machine machine, ProgramFiles program, ProgramArchive archive, CancellationToken cancel)
    {
        Progress(machine.Node, "looking");
        var found = await machine.AskAsync(scripts.Look(machine.Node, program), cancel).ConfigureAwait(false);
        if (found["incoming"] is { } incoming)
        {
            var content = await archive.OpenAsync(cancel).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                Progress(machine.Node, $"copying the program ({content.Length / 1e6:0.0} MB)");
                await machine.SendAsync(content, incoming, cancel).ConfigureAwait(false);
            }
        }

        return new Prepared(machine.Node) { Dotnet = found["dotnet"] ?? "", Incoming = found["incoming"] ?? "" };
    }

    private async Task<NodeReport> StartNodeAsync(Machine machine, ProgramFiles program, Prepared prepared, string secret, CancellationToken cancel)
    {
        Progress(machine.Node, "starting");
        var script = scripts.Start(machine.Node, program, prepared.Dotnet, prepared.Incoming, secret);
        return NodeReport.Of(machine.Node, await machine.AskAsync(script, cancel).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<T>> ForAllAsync<T>(IEnumerable<RemoteNode> nodes, Func<Machine, Task<T>> work, Func<RemoteNode, ActorsException, T> failed, CancellationToken cancel)
    {
        using var slots = new SemaphoreSlim(parallel);
        async Task<T> OneAsync(RemoteNode node)
        {
            await slots.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                var done = await work(new Machine(node, ssh, run)).ConfigureAwait(false);
                if (done is NodeReport report) Report(report);
                return done;
            }
            catch (ActorsException failure) when (failure.Code != ErrorCodes.Invalid) // which is a fault here, and so everybody's
            {
                return failed(node, failure);
            }
            finally
            {
                slots.Release();
            }
        }

        return await Task.WhenAll(nodes.Select(OneAsync)).ConfigureAwait(false);
    }

    private NodeReport FailedReport(RemoteNode node, ActorsException failure) => Report(new NodeReport(node, NodeState.Failed) { Failure = failure });

    private Prepared FailedPreparation(RemoteNode node, ActorsException failure) => new(node) { Failure = FailedReport(node, failure) };

    private NodeReport WithoutSeed(RemoteNode node) => new(node, NodeState.Failed)
    {
        Failure = new ActorsException(ErrorCodes.Unavailable, $"not started, because the seed {plan.First.Name} did not; nodes join by it"),
    };

    private NodeReport Report(NodeReport report)
    {
        Reported(report);
        return report;
    }

    private NodeReport[] InOrder(IReadOnlyCollection<NodeReport> reports) => [.. plan.Nodes.Select(node => reports.Single(report => report.Node == node))];

    private sealed record Prepared(RemoteNode Node)
    {
        public string Dotnet { get; init; } = "";

        public string Incoming { get; init; } = "";

        public NodeReport? Failure { get; init; }
    }
}
