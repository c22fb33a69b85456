using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Dataflow.Testing;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow test</c>: runs the tests of flows that files describe.</summary>
internal static class FlowTestCommand
{
    public static TeachingCommand Create(CommandHost host)
    {
        var files = FlowWords.Files("Tests, for example hocon/flows/printers.test.conf");
        var modules = FlowWords.Modules();
        var command = new TeachingCommand(
            "test",
            "Run tests of flows: events that a file gives, and those that it expects at the ends. Sources and ends themselves are not run, unless the test keeps them",
            "actors flow test hocon/flows/printers.test.conf",
            "actors flow test hocon/flows/*.test.conf --json") { files, modules };
        host.MayConnect(command);
        host.On(command, async run =>
        {
            var catalog = FlowWords.CatalogIn(run, modules);
            var tests = run.Parsed.GetRequiredValue(files).Select(file => (File: file, Tests: FlowTestFile.Load(file, catalog))).ToList();
            var cluster = tests.Any(each => each.Tests.Cases.Any(test => FlowWords.NeedsCluster(each.Tests.GraphOf(test)))) ? await host.ConnectAsync(run).ConfigureAwait(false) : null;
            await using (cluster)
                return await RunAsync(run, tests, cluster).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, IEnumerable<(string File, FlowTests Tests)> all, ComputeCloud? cluster)
    {
        var results = new List<FlowTestDocument>();
        foreach (var (file, tests) in all)
        {
            foreach (var test in tests.Cases)
            {
                run.Cancel.ThrowIfCancellationRequested();
                var result = FlowTestDocument.Of(file, await tests.RunAsync(test, director => Give(director, cluster)).ConfigureAwait(false));
                results.Add(result);
                if (!run.Json) Write(run, result);
            }
        }

        var failed = results.Count(result => !result.Passed);
        if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(results, JsonShapes.Readable.IReadOnlyListFlowTestDocument));
        else run.Out.WriteLine($"{results.Count - failed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Give(Dataflow.Director director, ComputeCloud? cluster)
    {
        if (cluster is not null) director.Use(cluster);
    }

    private static void Write(CommandRun run, FlowTestDocument result)
    {
        run.Out.WriteLine($"{(result.Passed ? "ok     " : "FAILED ")} {result.Test}");
        foreach (var difference in result.Differences) run.Out.WriteLine($"        {difference}");
    }
}
