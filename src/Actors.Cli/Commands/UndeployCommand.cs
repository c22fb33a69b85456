using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Cli.Output;

namespace Actors.Cli.Commands;

/// <summary><c>actors undeploy</c>: the cluster serves it no more.</summary>
internal static class UndeployCommand
{
    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "The service's name" };
        Words.MustNotBeEmpty(name, "the name of the service");
        var wait = DeploymentOutput.WaitOption();
        var command = new TeachingCommand(
            "undeploy",
            "End a deployed service: running calls may end, waiting ones go to whoever else serves it. Its package stays in the store, and actors scale brings it back",
            "actors undeploy math",
            "actors undeploy math --wait") { name, wait };
        host.OnCluster(command, async (run, cloud) => await DeploymentOutput.FinishAsync(
            run, cloud, await cloud.Services.UndeployAsync(run.Parsed.GetRequiredValue(name), run.Cancel).ConfigureAwait(false), run.Parsed.GetValue(wait)).ConfigureAwait(false));
        return command;
    }
}
