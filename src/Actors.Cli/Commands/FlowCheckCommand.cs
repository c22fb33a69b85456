using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Dataflow;
using Actors.Dataflow.Files;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Testing;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow check</c>: all that is wrong with flows, before anything is started.</summary>
internal static class FlowCheckCommand
{
    public static TeachingCommand Create(CommandHost host)
    {
        var files = FlowWords.Files("Flows");
        var modules = FlowWords.Modules();
        var command = new TeachingCommand(
            "check",
            "Say all that is wrong with flows: modules and keys that there are not, inboxes that nothing comes to, circles without a ttl, data that do not fit; nothing is started",
            "actors flow check hocon/flows/printers.conf",
            "actors flow check shop.conf --modules bin/Release/net10.0/Shop.dll") { files, modules };
        host.On(command, run =>
        {
            var catalog = FlowWords.CatalogIn(run, modules);
            var checks = run.Parsed.GetRequiredValue(files).Select(file => Check(file, () => Load(file, catalog))).ToList();
            if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(checks, JsonShapes.Readable.IReadOnlyListFlowCheckDocument));
            else foreach (var check in checks) Write(run, check);
            return Task.FromResult(checks.All(check => check.Problems.Count == 0) ? ExitCodes.Done : ExitCodes.Usage);
        });
        return command;
    }

    /// <summary>Of tests, the flow that they test.</summary>
    private static FlowGraph Load(string file, ModuleCatalog catalog) => FlowTestFile.IsOne(file) ? FlowTestFile.Load(file, catalog).Graph : FlowFile.Load(file, catalog);

    private static FlowCheckDocument Check(string file, Func<FlowGraph> load)
    {
        try
        {
            var graph = load();
            return new FlowCheckDocument(file, graph.Name, graph.Actors.Count, graph.Edges.Length, []);
        }
        catch (FlowCheckException failure)
        {
            return new FlowCheckDocument(file, "", 0, 0, [.. failure.Problems.Select(problem => problem.ToString())]);
        }
        catch (ActorsException failure)
        {
            // No HOCON: the other files are looked at all the same.
            return new FlowCheckDocument(file, "", 0, 0, [failure.Message]);
        }
    }

    private static void Write(CommandRun run, FlowCheckDocument check)
    {
        if (check.Problems.Count == 0) run.Out.WriteLine($"{check.File}: the flow {check.Flow} is well: {check.Actors} actors, {check.Edges} edges");
        else foreach (var problem in check.Problems) run.Error.WriteLine(problem);
    }
}
