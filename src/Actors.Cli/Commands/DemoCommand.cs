using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Actors.Cli.Demo;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Akka.Configuration;
using Spectre.Console;

namespace Actors.Cli.Commands;

/// <summary><c>actors demo</c>: the main job on real input, on a cluster of several nodes in this process.</summary>
internal static class DemoCommand
{
    private const int TopWords = 12;

    public static Command Create(CommandHost host)
    {
        var command = new TeachingCommand("demo", "Count the words of eight texts on a small cluster in this process, then draw a picture with it", "actors demo", "actors demo --json");
        host.On(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run)
    {
        var texts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "texts"), "*.txt");
        Array.Sort(texts, StringComparer.Ordinal);
        // With --json stdout is one document, and all else is news for people.
        var news = run.Json ? run.Error : run.Out;
        var options = new EmbeddedOptions { Nodes = 3, Settings = Closed(), FallsBackToNoSandbox = true, Warn = text => run.Error.WriteLine($"actors demo: {text}") };
        var cloud = await ComputeCloud.StartEmbeddedAsync(options, run.Cancel).ConfigureAwait(false);
        await using (cloud.ConfigureAwait(false))
        {
            var cluster = await cloud.ShowClusterAsync(run.Cancel).ConfigureAwait(false);
            news.WriteLine($"a cluster of {cluster.Members.Count} nodes is up in this process");
            IDemoProgress progress = run.Json || Console.IsOutputRedirected ? new LineProgress(news, TimeProvider.System) : new TerminalProgress(AnsiConsole.Console);
            var words = await new WordCount(cloud, progress).RunAsync(texts, run.Cancel).ConfigureAwait(false);
            if (!run.Json) WriteWords(run.Out, words, texts.Length);
            var picture = await new MandelbrotRows(cloud, progress).RunAsync(run.Cancel).ConfigureAwait(false);
            if (run.Json) WriteDocument(run.Out, words, texts.Length, picture);
            else run.Out.Write(picture);
        }

        return ExitCodes.Done;
    }

    /// <summary>
    /// Nobody else gets a job in, because where no sandbox works the demo's jobs run without one: a secret that only this process knows, and no gateway. What nodes
    /// warn of, each for itself, is for operators.
    /// </summary>
    private static Config Closed() => ConfigurationFactory.ParseString(
        $"akka.loglevel = ERROR, akka.cluster.roles = [broker, worker, storage], actors.cluster.secret = \"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}\"");

    private static void WriteWords(TextWriter output, IReadOnlyList<(string Word, long Count)> words, int texts)
    {
        output.WriteLine($"{words.Sum(word => word.Count)} words, {words.Count} different ones, in {texts} texts; the most frequent:");
        foreach (var (word, count) in words.Take(TopWords)) output.WriteLine($"{count,8}  {word}");
    }

    private static void WriteDocument(TextWriter output, IReadOnlyList<(string Word, long Count)> words, int texts, string picture)
    {
        var rows = picture.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var document = new DemoDocument(texts, words.Sum(word => word.Count), words.ToDictionary(word => word.Word, word => word.Count), rows);
        output.WriteLine(JsonSerializer.Serialize(document, JsonShapes.Readable.DemoDocument));
    }
}
