using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Configuration;

namespace Actors.Cli.Commands;

/// <summary><c>actors node</c>: one node of a cluster, until it is told to end.</summary>
internal static class NodeCommand
{
    public static Command Create(CommandHost host)
    {
        var files = new Option<string[]>("--config") { Description = "Settings; later files override earlier ones", HelpName = "FILE", Required = true };
        var settings = new Option<string[]>("--set") { Description = "One setting, over all files", HelpName = "PATH=VALUE" };
        var command = new TeachingCommand(
            "node",
            "Run a node until SIGTERM or Ctrl-C, then leave the cluster in order",
            "actors node --config hocon/all-in-one.conf",
            "actors node --config hocon/storage.conf --set actors.data-dir=/var/lib/actors --set actors.node-name=left",
            "actors node --config hocon/seed.conf --config hocon/tls.conf") { files, settings };
        host.On(command, run => RunAsync(run, run.Parsed.GetRequiredValue(files), run.Parsed.GetValue(settings) ?? []));
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, string[] files, string[] settings)
    {
        var configuration = NodeConfiguration.Load(files, settings);
        configuration.Check(new SettingSchema("actors", ReferenceConfig.Text));
        var plan = NodePlan.From(configuration.Config);
        var options = new NodeHostOptions { Say = text => run.Error.WriteLine($"actors node: {text}") };
        while (!run.Cancel.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(run, plan, options).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
            {
                break; // told to end before it was a member
            }
            catch (ActorsException failure) when (failure.Code == ErrorCodes.Invalid)
            {
                throw configuration.Locate(failure);
            }
        }

        return ExitCodes.Done;
    }

    /// <summary>Serves until it is told to end, or until the others have removed the node: then it may start again, on the same data.</summary>
    private static async Task RunOnceAsync(CommandRun run, NodePlan plan, NodeHostOptions options)
    {
        var node = await NodeHost.StartAsync(plan, options, run.Cancel).ConfigureAwait(false);
        await using (node.ConfigureAwait(false))
        {
            run.Out.WriteLine(node.ReadyLine);
            await run.Out.FlushAsync(run.Cancel).ConfigureAwait(false);
            var told = new TaskCompletionSource();
            using var registration = run.Cancel.UnsafeRegister(_ => told.TrySetResult(), null);
            if (await Task.WhenAny(told.Task, node.Ended).ConfigureAwait(false) == node.Ended)
                options.Say("the others have removed this node; it joins again with the same id and data");
        }
    }
}
