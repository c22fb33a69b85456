using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Actors.Cli.Flows;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Services;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow top</c>: how a running flow does, now and now again.</summary>
internal static class FlowTopCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static TeachingCommand Create(CommandHost host)
    {
        var name = FlowWords.Running();
        var once = new Option<bool>("--once") { Description = "One look, and the end; so it is in a pipe and with --json" };
        var command = new TeachingCommand(
            "top",
            "Show the actors of a flow that runs on this machine: events a second, what waits in the queues (WAITING), and what has no room further on (BLOCKED: back-pressure)",
            "actors flow top",
            "actors flow top printers --once") { name, once };
        host.On(command, async run =>
        {
            var flow = RunningFlows.OfUser().Find(run.Parsed.GetValue(name));
            await using var client = flow.Connect();
            if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(await AskAsync(client, flow, run.Cancel).ConfigureAwait(false), JsonShapes.Readable.FlowTopDocument));
            else await ShowAsync(run, client, flow, run.Parsed.GetValue(once) || Console.IsOutputRedirected).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Task<FlowTopDocument> AskAsync(RpcClient client, FlowRecord flow, CancellationToken cancel) => client.CallAsync<FlowTopDocument>("Statistics", flow.Word, cancel);

    private static async Task ShowAsync(CommandRun run, RpcClient client, FlowRecord flow, bool once)
    {
        var (before, at) = (await AskAsync(client, flow, run.Cancel).ConfigureAwait(false), TimeProvider.System.GetTimestamp());
        while (!run.Cancel.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, TimeProvider.System, run.Cancel).ConfigureAwait(false);
                var (now, then) = (await AskAsync(client, flow, run.Cancel).ConfigureAwait(false), TimeProvider.System.GetTimestamp());
                if (!once) run.Out.Write("\u001b[H\u001b[2J"); // to the upper left corner, on a screen that is cleared
                run.Out.WriteLine($"flow {now.Flow}, process {now.Pid}, {now.File}");
                run.Out.Write(Table(before, now, TimeProvider.System.GetElapsedTime(at, then)));
                foreach (var actor in now.Actors.Where(actor => actor.State == "failing")) run.Out.WriteLine($"{actor.Actor} cannot start: {actor.Failure}");
                if (once) return;
                (before, at) = (now, then);
            }
            catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
            {
                return;
            }
            catch (ActorsException) when (!RunningFlows.OfUser().List().Any(known => known.Pid == flow.Pid))
            {
                run.Out.WriteLine($"the flow {flow.Flow} has ended");
                return;
            }
        }
    }

    /// <summary>Rates are of the time between two looks.</summary>
    internal static TextTable Table(FlowTopDocument before, FlowTopDocument now, TimeSpan elapsed)
    {
        // Who has only one process is not told where each actor is.
        var isSpread = now.Actors.Any(actor => actor.Node is not null || actor.State == "waiting");
        string[] columns = ["ACTOR", "STATE", "IN/S", "OUT/S", "WAITING", "BLOCKED", "RUNNING", "HANDLED", "FAILED", "RESTARTS"];
        var table = new TextTable(isSpread ? [.. columns, "NODE"] : columns);
        var known = before.Actors.ToDictionary(actor => actor.Actor, StringComparer.Ordinal);
        foreach (var actor in now.Actors)
        {
            var earlier = known.GetValueOrDefault(actor.Actor);
            string[] cells =
            [
                actor.Actor, actor.State, Rate(actor, earlier, In, elapsed), Rate(actor, earlier, Out, elapsed), Number(actor.Queues.Sum(queue => queue.Waiting)), Number(actor.Edges.Sum(edge => edge.Waiting)),
                Number(actor.Running), Number(actor.Handled), Number(actor.Failed), Number(actor.Restarts),
            ];
            table.Add(isSpread ? [.. cells, actor.Node?.Split('#')[0] ?? (actor.State == "waiting" ? "-" : "here")] : cells);
        }

        return table;
    }

    private static long In(FlowActorDocument actor) => actor.Queues.Sum(queue => queue.In);

    private static long Out(FlowActorDocument actor) => actor.Edges.Sum(edge => edge.Sent);

    private static string Rate(FlowActorDocument now, FlowActorDocument? before, Func<FlowActorDocument, long> count, TimeSpan elapsed) =>
        Number(Math.Round(Math.Max(0, count(now) - (before is null ? 0 : count(before))) / Math.Max(0.001, elapsed.TotalSeconds)));

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
