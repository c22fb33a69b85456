using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Actors.Cli.Internal;

/// <summary>A command whose help ends with examples: what most people look for first.</summary>
internal sealed class TeachingCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>The usual help with a command's examples below it.</summary>
internal sealed class TeachingHelp(SynchronousCommandLineAction usual, string[] rootExamples) : SynchronousCommandLineAction
{
    public static void Install(RootCommand root, params string[] rootExamples)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new TeachingHelp((SynchronousCommandLineAction)option.Action!, rootExamples);
    }

    // Who asks for help need not have named all arguments.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command switch
        {
            TeachingCommand teaching => teaching.Examples,
            RootCommand => rootExamples,
            _ => [],
        };
        if (examples.Count == 0) return code;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine("  " + example);
        output.WriteLine();
        output.WriteLine("Exit codes:");
        output.WriteLine("  0 done, 1 the work failed, 2 wrong usage or configuration, 3 no cluster reachable");
        output.WriteLine();
        return code;
    }
}
