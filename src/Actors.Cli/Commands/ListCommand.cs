using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Storage;

namespace Actors.Cli.Commands;

/// <summary><c>actors ls</c>: what the store holds.</summary>
internal static class ListCommand
{
    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Only objects of this name", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Objects without a name too, such as the contents that jobs' outputs stand for" };
        var command = new TeachingCommand("ls", "List the objects in the store that have a name, oldest first", "actors ls", "actors ls report.pdf --json", "actors ls --all") { name, all };
        host.OnCluster(command, async (run, cloud) =>
        {
            var contents = await cloud.ListAsync(run.Parsed.GetValue(name) ?? "", run.Cancel).ConfigureAwait(false);
            var nameless = run.Parsed.GetValue(all);
            Write(run, [.. contents.Where(content => !content.Incomplete && (nameless || content.Name.Length > 0)).Select(DocumentOf)]);
            return ExitCodes.Done;
        });
        return command;
    }

    private static ObjectDocument DocumentOf(ContentInfo content) =>
        new(ObjectId.FromBytes(content.ObjectId.Span).ToString(), content.Name, content.Length);

    private static void Write(CommandRun run, IReadOnlyList<ObjectDocument> objects)
    {
        if (run.Json)
        {
            run.Out.WriteLine(JsonSerializer.Serialize(objects, JsonShapes.Readable.IReadOnlyListObjectDocument));
            return;
        }

        var table = new TextTable("ID", "LENGTH", "NAME");
        foreach (var found in objects) table.Add(found.Id, found.Length.ToString(), found.Name);
        run.Out.Write(table);
    }
}
