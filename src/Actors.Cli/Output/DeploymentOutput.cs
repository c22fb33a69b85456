using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Client;
using Actors.Services;

namespace Actors.Cli.Output;

/// <summary>What the commands that change deployments have in common: waiting, and saying how it stands.</summary>
internal static class DeploymentOutput
{
    /// <param name="after">What happens then.</param>
    public static Option<bool> WaitOption(string after = "") => new("--wait") { Description = $"Wait until it is so; fails with the reason if it does not come up{after}" };

    /// <param name="least">The option or argument that says how many there are to be without this.</param>
    public static Option<int> MaxOption(string least) =>
        Words.NumberOption("--max", $"Grow with the queue up to so many, and shrink again, down to {least}. Default: it stays at {least}");

    public static void MostMustNotBeLess(CommandResult result, Option<int> max, SymbolResult? instances, string least)
    {
        // What is no number has been told.
        var fewest = instances is { Tokens: [var count] } ? int.TryParse(count.Value, out var number) ? number : 0 : 1;
        if (result.GetResult(max) is { Tokens: [var given] } && int.TryParse(given.Value, out var most) && most < fewest)
            result.AddError($"--max {most} is less than {least}, which is {fewest}");
    }

    public static async Task<int> FinishAsync(CommandRun run, ComputeCloud cloud, DeploymentView accepted, bool waits) =>
        Finish(run, waits ? await cloud.Services.WaitForDeploymentAsync(accepted.Service, Progress(run), run.Cancel).ConfigureAwait(false) : accepted);

    /// <summary>On a terminal people see it grow; of a pipe they hear only what they can help with.</summary>
    public static IProgress<DeploymentView>? Progress(CommandRun run) => run.Json ? null : new Lines(run.Error, onlyHints: Console.IsErrorRedirected);

    public static int Finish(CommandRun run, DeploymentView view)
    {
        run.Out.WriteLine(run.Json ? JsonSerializer.Serialize(DeploymentDocument.Of(view), JsonShapes.Readable.DeploymentDocument) : Sentence(view));
        return ExitCodes.Done;
    }

    /// <summary>Of what is wanted, how many serve: <c>2/4</c>.</summary>
    public static string Share(DeploymentDocument deployment) => $"{deployment.Serving}/{deployment.Wanted}";

    private static string Sentence(DeploymentView view)
    {
        var document = DeploymentDocument.Of(view);
        var name = view.Version.Length > 0 ? $"{view.Service} {view.Version}" : view.Service;
        if (view.IsSettled) return document.Wanted == 0 ? $"{view.Service} is not deployed any more" : $"{name}: {document.Serving} {Instances(document.Serving)} serving";
        return document.Wanted == 0 ? $"{view.Service} ends" : $"{name}: {document.Wanted} {Instances(document.Wanted)} wanted; {Hint(view) ?? $"actors services {view.Service} shows how it stands"}";
    }

    /// <summary>What keeps it from starting anywhere, and what to do about it; null: nothing.</summary>
    private static string? Hint(DeploymentView view) => view is { IsFailing: false, Instances.Count: 0, Problem.Length: > 0 }
        ? $"it {view.Problem}; start one: actors node --config hocon/worker.conf{(view.Labels.Count > 0 ? $" --set akka.cluster.roles=[worker,{string.Join(',', view.Labels)}]" : "")}"
        : null;

    private static string Instances(int count) => count == 1 ? "instance" : "instances";

    private sealed class Lines(TextWriter output, bool onlyHints) : IProgress<DeploymentView>
    {
        private string _last = "";

        public void Report(DeploymentView value)
        {
            var document = DeploymentDocument.Of(value);
            var line = $"{value.Service} {value.Version}: started {Share(document)}{(document.Others > 0 ? $", {document.Others} of others to stop" : "")}{(value.Problem.Length > 0 ? $"; {value.Problem}" : "")}";
            if (Hint(value) is { } hint) line = $"{value.Service} {value.Version}: {hint}";
            else if (onlyHints) return;
            if (line == _last) return;
            _last = line;
            output.WriteLine(line.ReplaceLineEndings(" "));
        }
    }
}
