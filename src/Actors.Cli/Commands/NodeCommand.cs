using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Cli.Nanny;
using Actors.Configuration;

namespace Actors.Cli.Commands;

/// <summary><c>actors node</c>: one node of a cluster, until it is told to end.</summary>
internal static class NodeCommand
{
    public static Command Create(CommandHost host)
    {
        var files = new Option<string[]>("--config") { Description = "Settings; later files override earlier ones", HelpName = "FILE", Required = true };
        var settings = new Option<string[]>("--set") { Description = "One setting, over all files", HelpName = "PATH=VALUE" };
        var nanny = new Option<bool>("--nanny") { Description = "Run the node in a process of its own and start it again when that dies (actors.nanny)" };
        var nannied = new Option<bool>("--with-input") { Description = "End when the input ends: for programs that start this one, and must not leave it behind", Hidden = true };
        var command = new TeachingCommand(
            "node",
            "Run a node until SIGTERM or Ctrl-C, then leave the cluster in order",
            "actors node --config hocon/all-in-one.conf",
            "actors node --config hocon/storage.conf --set actors.data-dir=/var/lib/actors --set actors.node-name=left",
            "actors node --config hocon/worker.conf --nanny",
            "actors node --config hocon/seed.conf --config hocon/tls.conf") { files, settings, nanny, nannied };
        host.On(command, run =>
        {
            var (given, set) = (run.Parsed.GetRequiredValue(files), run.Parsed.GetValue(settings) ?? []);
            return run.Parsed.GetValue(nanny) ? WatchAsync(run, given, set) : run.Parsed.GetValue(nannied) ? RunWithInputAsync(run, given, set) : RunAsync(run, given, set);
        });
        return command;
    }

    /// <summary>What is wrong with the settings is told by the node itself, as without a nanny.</summary>
    private static Task<int> WatchAsync(CommandRun run, string[] files, string[] settings)
    {
        var configuration = NodeConfiguration.Load(files, settings);
        configuration.Check(new SettingSchema("actors", ReferenceConfig.Text));
        NannyTerms terms;
        try
        {
            terms = NannyTerms.From(NodePlan.From(configuration.Config).Config);
        }
        catch (ActorsException failure) when (failure.Code == ErrorCodes.Invalid)
        {
            throw configuration.Locate(failure);
        }

        string[] arguments = ["node", .. files.SelectMany(file => (string[])["--config", file]), .. settings.SelectMany(setting => (string[])["--set", setting]), "--with-input"];
        return new NodeNanny(terms, arguments, text => run.Error.WriteLine($"actors node --nanny: {text}"), TimeProvider.System).RunAsync(run.Cancel);
    }

    private static async Task<int> RunWithInputAsync(CommandRun run, string[] files, string[] settings)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        _ = StandardInput.EndsAsync().ContinueWith(_ => end.CancelAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await RunAsync(run with { Cancel = end.Token }, files, settings).ConfigureAwait(false);
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
