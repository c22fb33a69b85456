using Actors.Cli.Flows;
using Actors.Cli.Internal;
using Actors.Dataflow.Files;
using Actors.Dataflow.Graphs;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow run</c>: runs a flow in this process.</summary>
internal static class FlowRunCommand
{
    public static TeachingCommand Create(CommandHost host)
    {
        var file = FlowWords.File("The flow");
        var modules = FlowWords.Modules();
        var drain = Quantities.DurationOption("--drain", "How long events may take to leave the flow when it is told to end. Default: 30s");
        var command = new TeachingCommand(
            "run",
            "Run a flow until its sources have ended, or until SIGTERM or Ctrl-C: then sources stop first, and all that is under way is brought to its end. On SIGHUP the file is read again: what is new starts, what is gone ends in order, and the rest keeps its queues",
            "actors flow run hocon/flows/printers.conf",
            "actors flow run spread.conf --connect 10.0.0.1:4053   actors with a role run on the cluster's nodes, which this process joins",
            "actors flow run shop.conf --modules bin/Release/net10.0/Shop.dll",
            "kill -HUP PID                             change the running flow to what its file says now",
            "actors flow top                           from another shell: how it does") { file, modules, drain };
        host.MayConnect(command);
        host.On(command, async run =>
        {
            var name = run.Parsed.GetRequiredValue(file);
            var catalog = FlowWords.CatalogIn(run, modules);
            FlowGraph Load() => FlowFile.Load(name, catalog);
            var graph = Load();
            var isMember = FlowWords.NeedsNodes(graph);
            var cluster = isMember ? await host.JoinAsync(run, FlowLogger.Settings).ConfigureAwait(false)
                : FlowWords.NeedsCluster(graph) ? await host.ConnectAsync(run).ConfigureAwait(false) : null;
            await using (cluster)
                await new FlowHost(run, name, Load, run.Parsed.GetValue(drain) ?? TimeSpan.FromSeconds(30)).RunAsync(graph, cluster, isMember).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }
}
