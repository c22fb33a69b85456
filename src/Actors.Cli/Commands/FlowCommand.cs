using Actors.Cli.Internal;

namespace Actors.Cli.Commands;

/// <summary><c>actors flow</c>: dataflows from files.</summary>
internal static class FlowCommand
{
    public static TeachingCommand Create(CommandHost host) => new(
        "flow",
        "Run dataflows that files describe: actors with inboxes and outboxes, wired to each other",
        "actors flow run hocon/flows/printers.conf         until its sources have ended, or Ctrl-C",
        "actors flow check hocon/flows/*.conf           all that is wrong, with file and line",
        "actors flow draw hocon/flows/printers.conf -o printers.svg",
        "actors flow modules                            what an actor of a flow can be")
    {
        FlowRunCommand.Create(host),
        FlowCheckCommand.Create(host),
        FlowTestCommand.Create(host),
        FlowDrawCommand.Create(host),
        FlowModulesCommand.Create(host),
        FlowTopCommand.Create(host),
        FlowTraceCommand.Create(host),
    };
}
