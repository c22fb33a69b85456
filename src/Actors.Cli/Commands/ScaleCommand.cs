using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Cli.Output;

namespace Actors.Cli.Commands;

/// <summary><c>actors scale</c>: another number of instances of a deployed service.</summary>
internal static class ScaleCommand
{
    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "The service's name" };
        var instances = Words.NumberArgument("N", "How many there are to be");
        instances.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, out var number) && number < 1)
                result.AddError($"N is 1 or more, not {number}; actors undeploy ends a service");
        });
        Words.MustNotBeEmpty(name, "the name of the service");
        var max = DeploymentOutput.MaxOption("N");
        var wait = DeploymentOutput.WaitOption();
        var command = new TeachingCommand(
            "scale", "Change how many instances of a deployed service there are; also one that was undeployed comes back so", "actors scale math 4", "actors scale math 1 --wait", "actors scale math 1 --max 8      as many as the queue wants") { name, instances, max, wait };
        command.Validators.Add(result => DeploymentOutput.MostMustNotBeLess(result, max, result.GetResult(instances), "N"));
        host.OnCluster(command, async (run, cloud) => await DeploymentOutput.FinishAsync(
            run,
            cloud,
            await cloud.Services.ScaleAsync(
                run.Parsed.GetRequiredValue(name), run.Parsed.GetValue(instances), Math.Max(run.Parsed.GetValue(instances), run.Parsed.GetValue(max)), run.Cancel).ConfigureAwait(false),
            run.Parsed.GetValue(wait)).ConfigureAwait(false));
        return command;
    }
}
