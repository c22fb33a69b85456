using System.CommandLine;
using System.CommandLine.Invocation;
using Actors.Cli.Commands;
using Actors.Cli.Internal;

namespace Actors.Cli;

/// <summary>The command line as a whole: what there is.</summary>
internal static class CommandTree
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var options = new GlobalOptions();
        var root = Create(options);
        // @ is text: no file is read for a word of the command line.
        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction || UsageErrors.StrayOption(parsed) != null || UsageErrors.AsksForHelpOnNothing(parsed))
        {
            UsageErrors.Write(parsed, parsed.Tokens.Any(token => token.Value == options.Json.Name), error);
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // signals are the program's: a node needs more time to leave than the library gives
        };
        return await parsed.InvokeAsync(configuration, stop).ConfigureAwait(false);
    }

    private static RootCommand Create(GlobalOptions options)
    {
        var host = new CommandHost(options);
        var root = new RootCommand("Actors, a compute cluster: put data in, run jobs on it, get results out")
        {
            DemoCommand.Create(host),
            NodeCommand.Create(host),
            ClusterCommand.Create(host),
            PutCommand.Create(host),
            GetCommand.Create(host),
            ListCommand.Create(host),
            JobCommand.Create(host),
            CallCommand.Create(host),
            ServeCommand.Create(host),
            ServicesCommand.Create(host),
            PushCommand.Create(host),
            ScaleCommand.Create(host),
            UndeployCommand.Create(host),
            FlowCommand.Create(host),
            CmdCommand.Create(host),
        };
        options.AddTo(root);
        TeachingHelp.Install(
            root,
            "actors demo                                       see it work, in one process",
            "actors node --config hocon/all-in-one.conf        start a cluster of one node",
            "actors put report.pdf                             then, from another shell",
            "actors job run --runtime python -e 'print(6 * 7)' --wait",
            "actors COMMAND --help                             more, with examples");
        return root;
    }
}
