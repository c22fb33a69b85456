using System.CommandLine;
using System.CommandLine.Parsing;
using Actors.Client;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;

namespace Actors.Cli.Internal;

/// <summary>Files of flows, and the modules that they may name beside the product's own.</summary>
internal static class FlowWords
{
    public static Argument<string> File(string description)
    {
        var argument = new Argument<string>("FILE") { Description = description };
        argument.Validators.Add(MustBeThere);
        return argument;
    }

    public static Argument<string[]> Files(string description)
    {
        var argument = new Argument<string[]>("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(MustBeThere);
        return argument;
    }

    public static Argument<string> Running() => new("FLOW") { Description = "Its name or process. Default: the only one that runs", Arity = ArgumentArity.ZeroOrOne };

    public static Option<string[]> Modules()
    {
        var option = new Option<string[]>("--modules") { Description = "An assembly with modules of your own; more of them by more of these", HelpName = "DLL" };
        option.Validators.Add(MustBeThere);
        return option;
    }

    /// <summary>The product's modules and those of the assemblies that this run was given.</summary>
    public static ModuleCatalog CatalogIn(CommandRun run, Option<string[]> modules) =>
        (run.Parsed.GetValue(modules) ?? []).Aggregate(ModuleCatalog.BuiltIn, (catalog, file) => catalog.With(file));

    /// <summary>Whether a module of the flow has to do with a cluster.</summary>
    public static bool NeedsCluster(FlowGraph graph) => graph.Actors.Values.Any(actor => actor.Module.Type.Facts.Needs.Contains(typeof(ComputeCloud)));

    /// <summary>Whether actors of the flow are to run on other nodes.</summary>
    public static bool NeedsNodes(FlowGraph graph) => graph.Actors.Values.Any(actor => actor.Options.Role is not null);

    private static void MustBeThere(SymbolResult result)
    {
        foreach (var file in result.Tokens) LocalFiles.MustBeThere(result, file.Value);
    }
}
