using System.CommandLine;
using Actors.Cli.Demo;
using Actors.Cli.Internal;
using Actors.Client;
using Spectre.Console;

namespace Actors.Cli.Commands;

/// <summary><c>actors demo</c>: the main job on real input, on a cluster of several nodes in this process.</summary>
internal static class DemoCommand
{
    private const int TopWords = 12;

    public static Command Create(CommandHost host)
    {
        var command = new TeachingCommand("demo", "Count the words of eight books on a small cluster in this process, then draw a picture with it", "actors demo");
        host.On(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run)
    {
        var texts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "texts"), "*.txt");
        Array.Sort(texts, StringComparer.Ordinal);
        var options = new EmbeddedOptions { Nodes = 3, AllowNoSandbox = true, Warn = run.Error.WriteLine };
        var cloud = await ComputeCloud.StartEmbeddedAsync(options, run.Cancel).ConfigureAwait(false);
        await using (cloud.ConfigureAwait(false))
        {
            var cluster = await cloud.ShowClusterAsync(run.Cancel).ConfigureAwait(false);
            run.Out.WriteLine($"a cluster of {cluster.Members.Count} nodes is up in this process");
            IDemoProgress progress = Console.IsOutputRedirected ? new LineProgress(run.Out, TimeProvider.System) : new TerminalProgress(AnsiConsole.Console);
            var words = await new WordCount(cloud, progress).RunAsync(texts, run.Cancel).ConfigureAwait(false);
            WriteWords(run.Out, words, texts.Length);
            run.Out.Write(await new MandelbrotRows(cloud, progress).RunAsync(run.Cancel).ConfigureAwait(false));
        }

        return ExitCodes.Done;
    }

    private static void WriteWords(TextWriter output, IReadOnlyList<(string Word, long Count)> words, int texts)
    {
        output.WriteLine($"{words.Sum(word => word.Count)} words, {words.Count} different ones, in {texts} texts; the most frequent:");
        foreach (var (word, count) in words.Take(TopWords)) output.WriteLine($"{count,8}  {word}");
    }
}
