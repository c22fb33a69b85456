using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;

namespace Actors.Cli.Commands;

/// <summary><c>actors put</c>: a file into the store.</summary>
internal static class PutCommand
{
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "The file; - reads stdin" };
        file.Validators.Add(result =>
        {
            foreach (var given in result.Tokens.Where(given => given.Value != "-")) LocalFiles.MustBeThere(result, given.Value);
        });
        var name = new Option<string>("--name") { Description = "The object's name. Default: the file's", HelpName = "NAME" };
        var command = new TeachingCommand(
            "put",
            "Put a file into the store and print its id",
            "actors put report.pdf",
            "actors put samples/texts/moby-dick.txt --name book",
            "echo hello | actors put - --name greeting --json") { file, name };
        host.OnCluster(command, (run, cloud) => PutAsync(run, cloud, run.Parsed.GetRequiredValue(file), run.Parsed.GetValue(name)));
        return command;
    }

    private static async Task<int> PutAsync(CommandRun run, ComputeCloud cloud, string file, string? name)
    {
        var stored = file == "-"
            ? await cloud.AddAsync(name ?? "stdin", Console.OpenStandardInput(), run.Cancel).ConfigureAwait(false)
            : await cloud.AddFileAsync(name ?? Path.GetFileName(file), file, run.Cancel).ConfigureAwait(false);
        if (stored.Copies < stored.WantedCopies) await SayFewerAsync(run, cloud, stored).ConfigureAwait(false);
        if (run.Json)
        {
            var document = new PutDocument(stored.Id.ToString(), stored.Name, stored.Length, stored.Sha256, stored.Copies);
            run.Out.WriteLine(JsonSerializer.Serialize(document, JsonShapes.Readable.PutDocument));
            return ExitCodes.Done;
        }

        run.Out.WriteLine(stored.Id);
        return ExitCodes.Done;
    }

    /// <summary>To people, with --json too: who loses that node now loses the object.</summary>
    private static async Task SayFewerAsync(CommandRun run, ComputeCloud cloud, StoredObject stored)
    {
        var why = "";
        try
        {
            var ring = await cloud.ShowRingAsync(run.Cancel).ConfigureAwait(false);
            why = $": the cluster has {Nodes(ring.Members.Count(member => member.Reachable), "storage ")}";
        }
        catch (ActorsException)
        {
            // It is stored; that nobody can say more just now is no failure of the put.
        }

        run.Error.WriteLine($"actors put: stored on {Nodes(stored.Copies)} only{why}; it is copied when {stored.WantedCopies} are there");
    }

    private static string Nodes(int count, string kind = "") => count == 1 ? $"1 {kind}node" : $"{count} {kind}nodes";
}
