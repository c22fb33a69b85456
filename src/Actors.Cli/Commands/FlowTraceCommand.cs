using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Actors.Cli.Flows;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Dataflow;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow trace</c>: the path of one event through a running flow.</summary>
internal static class FlowTraceCommand
{
    public static TeachingCommand Create(CommandHost host)
    {
        var id = new Argument<string>("EVENT") { Description = "The id of the event: 32 hexadecimal digits, as logs and errors name it" };
        var name = FlowWords.Running();
        var command = new TeachingCommand(
            "trace",
            "Show the path of an event through a flow that runs on this machine, as far as its actors remember: each the last 1000 steps",
            "actors flow trace 019a5f0e6d3c7a1b8c2d3e4f5a6b7c8d",
            "actors flow trace 019a5f0e6d3c7a1b8c2d3e4f5a6b7c8d printers --json") { id, name };
        host.On(command, async run =>
        {
            var asked = run.Parsed.GetRequiredValue(id);
            if (!EventId.TryParse(asked, out _)) throw new ActorsException(ErrorCodes.Invalid, $"'{asked}' is no id of an event: expected 32 hexadecimal digits");
            var flow = RunningFlows.OfUser().Find(run.Parsed.GetValue(name));
            await using var client = flow.Connect();
            var steps = await client.CallAsync<List<FlowStepDocument>>("Trace", flow.Word, asked, run.Cancel).ConfigureAwait(false);
            if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(steps, JsonShapes.Readable.IReadOnlyListFlowStepDocument));
            else if (steps.Count > 0) run.Out.Write(Table(steps));
            else throw new ActorsException(ErrorCodes.NotFound, $"no actor of the flow {flow.Flow} remembers the event {asked}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static TextTable Table(IReadOnlyList<FlowStepDocument> steps)
    {
        var table = new TextTable("TIME", "ACTOR", "WHAT", "PORT");
        foreach (var step in steps) table.Add(DateTimeOffset.Parse(step.Time, CultureInfo.InvariantCulture).ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture), step.Actor, step.What, step.Port);
        return table;
    }
}
