using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Client;

namespace Actors.Cli.Commands;

/// <summary><c>actors get</c>: an object's bytes to stdout or into a file.</summary>
internal static class GetCommand
{
    public static Command Create(CommandHost host)
    {
        var what = new Argument<string>("ID|NAME") { Description = "An object's id, a job's output id, or a name: then the newest object of it" };
        var output = new Option<string>("--output", "-o") { Description = "Write into this file instead of to stdout", HelpName = "FILE" };
        output.Validators.Add(result =>
        {
            foreach (var given in result.Tokens) LocalFiles.MustBeWritable(result, given.Value);
        });
        var command = new TeachingCommand(
            "get",
            "Write an object's bytes to stdout",
            "actors get 019a5f0e6d3c7a1b8c2d3e4f5a6b7c8d",
            "actors get report.pdf -o copy.pdf") { what, output };
        host.OnCluster(command, (run, cloud) => GetAsync(run, cloud, run.Parsed.GetRequiredValue(what), run.Parsed.GetValue(output)));
        return command;
    }

    private static async Task<int> GetAsync(CommandRun run, ComputeCloud cloud, string what, string? file)
    {
        var found = await cloud.FindAsync(what, run.Cancel).ConfigureAwait(false);
        var content = await found.OpenAsync(run.Cancel).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            if (file == null) await PrintAsync(content, run.Cancel).ConfigureAwait(false);
            else await WriteFileAsync(content, file, run.Cancel).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    /// <summary>Bytes as they are.</summary>
    public static async Task PrintAsync(Stream content, CancellationToken cancel)
    {
        var stdout = Console.OpenStandardOutput();
        await using (stdout.ConfigureAwait(false))
            await content.CopyToAsync(stdout, cancel).ConfigureAwait(false);
    }

    /// <summary>All or nothing: a file with half of the bytes under the right name is worse than none.</summary>
    private static async Task WriteFileAsync(Stream content, string file, CancellationToken cancel)
    {
        var partial = file + ".part";
        var target = Create(partial, file);
        try
        {
            await using (target.ConfigureAwait(false))
                await content.CopyToAsync(target, cancel).ConfigureAwait(false);
            File.Move(partial, file, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static FileStream Create(string partial, string file)
    {
        try
        {
            return new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"the file '{file}' cannot be written: {failure.Message}", failure);
        }
    }
}
