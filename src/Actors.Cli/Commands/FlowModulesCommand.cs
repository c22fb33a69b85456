using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Configuration;
using Actors.Services.Methods;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow modules</c>: what an actor of a flow can be, and what it can be told.</summary>
internal static class FlowModulesCommand
{
    public static TeachingCommand Create(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Only this module, with its settings", Arity = ArgumentArity.ZeroOrOne };
        Words.MustNotBeEmpty(name, "the name of the module");
        var modules = FlowWords.Modules();
        var command = new TeachingCommand(
            "modules",
            "List the modules that flows can name; with a NAME: its inboxes, outboxes and settings",
            "actors flow modules",
            "actors flow modules generator") { name, modules };
        host.On(command, run =>
        {
            var catalog = FlowWords.CatalogIn(run, modules);
            var asked = run.Parsed.GetValue(name);
            if (asked is not null && catalog.Find(asked) is null)
                throw new ActorsException(ErrorCodes.Invalid, $"there is no module {Quote.Name(asked)}; {(Spelling.Nearest(asked, catalog.Modules.Select(module => module.Name)) is { } nearest ? $"did you mean {nearest}?" : "actors flow modules lists all there are")}");
            var documents = catalog.Modules.Where(module => asked is null || module.Name == asked).Select(FlowModuleDocument.Of).ToList();
            if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(documents, JsonShapes.Readable.IReadOnlyListFlowModuleDocument));
            else if (asked is not null) Describe(run, documents[0]);
            else WriteTable(run, documents);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void WriteTable(CommandRun run, List<FlowModuleDocument> modules)
    {
        var table = new TextTable("MODULE", "WHAT IT DOES");
        foreach (var module in modules) table.Add(module.Module, module.Summary);
        run.Out.Write(table);
    }

    private static void Describe(CommandRun run, FlowModuleDocument module)
    {
        run.Out.WriteLine($"{module.Module}: {module.Summary}");
        run.Out.WriteLine($"inboxes   {Ports(module.Inboxes)}");
        run.Out.WriteLine($"outboxes  {Ports(module.Outboxes)}");
        if (module.Accepts != "value") run.Out.WriteLine($"accepts   {module.Accepts}: other data are converted");
        if (module.Settings.Count == 0)
        {
            run.Out.WriteLine("no settings of its own");
            return;
        }

        var table = new TextTable("SETTING", "DEFAULT", "EXPECTED");
        foreach (var setting in module.Settings) table.Add(setting.Key, setting.Required ? "(required)" : setting.Default, setting.Expected);
        run.Out.WriteLine();
        run.Out.Write(table);
    }

    private static string Ports(IReadOnlyList<string> ports) =>
        ports.Count == 0 ? "none" : string.Join(", ", ports.Select(port => port == "*" ? "any, by names of your choice" : port.EndsWith('?') ? $"{port.TrimEnd('?')} (may be left unconnected)" : port));
}
