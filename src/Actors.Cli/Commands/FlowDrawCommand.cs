using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Dataflow.Drawing;
using Actors.Dataflow.Files;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow draw</c>: a flow as a picture.</summary>
internal static class FlowDrawCommand
{
    private enum Format
    {
        ByName,
        Svg,
        Mermaid,
    }

    public static TeachingCommand Create(CommandHost host)
    {
        var file = FlowWords.File("The flow");
        var modules = FlowWords.Modules();
        var output = new Option<string>("-o", "--output") { Description = "Where to write it. Default: stdout", HelpName = "FILE" };
        output.Validators.Add(result =>
        {
            foreach (var name in result.Tokens) LocalFiles.MustBeWritable(result, name.Value);
        });
        var format = Words.ChoiceOption("--format", "Of the picture. Default: mermaid for files that end in .mmd or .md, else svg", ("auto", Format.ByName), ("svg", Format.Svg), ("mermaid", Format.Mermaid));
        var command = new TeachingCommand(
            "draw",
            "Draw a flow: SVG for browsers and pages, Mermaid for Markdown. Lines are events, dashed ones errors, dotted ones logs, thick ones close a circle",
            "actors flow draw hocon/flows/printers.conf -o printers.svg",
            "actors flow draw hocon/flows/printers.conf --format mermaid") { file, output, format, modules };
        host.On(command, async run =>
        {
            var graph = FlowFile.Load(run.Parsed.GetRequiredValue(file), FlowWords.CatalogIn(run, modules));
            var target = run.Parsed.GetValue(output);
            var picture = FormatOf(run.Parsed.GetValue(format), target) == Format.Mermaid ? Mermaid.Draw(graph) : Svg.Draw(graph);
            if (target is null) await run.Out.WriteAsync(picture.AsMemory(), run.Cancel).ConfigureAwait(false);
            else await File.WriteAllTextAsync(target, picture, run.Cancel).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Format FormatOf(Format asked, string? file) => asked != Format.ByName ? asked : Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        null or ".svg" => Format.Svg,
        ".mmd" or ".md" => Format.Mermaid,
        var other => throw new ActorsException(ErrorCodes.Invalid, $"pictures are .svg, .mmd or .md, not '{other}': {file}; --format says what it is to be all the same"),
    };
}
