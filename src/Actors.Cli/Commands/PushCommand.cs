using System.CommandLine;
using System.CommandLine.Parsing;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Services;
using Actors.Services.Deployment;
using Actors.Services.Deployment.Packages;

namespace Actors.Cli.Commands;

/// <summary><c>actors push</c>: has the cluster serve a class of an assembly.</summary>
internal sealed class PushCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "The .dll with the class, or the folder it is alone in; the whole folder travels, so publish into one of its own" };
    private readonly Option<string> _type = new("--type") { Description = "The class: its full name, or its short one if no other has it", Required = true, HelpName = "CLASS" };
    private readonly Option<string> _name = new("--name") { Description = "The service's name. A name that is deployed already gets its next version. Default: the short name of the class", HelpName = "NAME" };
    private readonly Option<string> _version = new("--version") { Description = "Told to who lists services. Default: the assembly's", HelpName = "V" };
    private readonly Option<int> _instances = Words.NumberOption("--instances", "How many there are to be, spread over the worker nodes. Default: as many as of the version before, else 1");
    private readonly Option<int> _max = DeploymentOutput.MaxOption("--instances");
    private readonly Option<int> _concurrency = Words.NumberOption("--concurrency", "Calls at a time of one instance. One, unless it says more, as one object gets them all, which may not be made for several threads", 1);

    private readonly Option<bool> _pool = new("--pool") { Description = "An object for each of the calls at a time, so that each object gets one at a time" };
    private readonly Option<Isolation> _isolation = Words.ChoiceOption(
        "--isolation",
        "context: inside of the worker node's process; process: in one of its own, which is started again when it dies. Default: context",
        ("context", default(Isolation)),
        ("process", Isolation.Process));

    private readonly Option<string[]> _labels = new("--label") { Description = "Only on worker nodes that have this role, too", HelpName = "ROLE" };
    private readonly ArgumentOptions _arguments = new();

    public static Command Create(CommandHost host)
    {
        var options = new PushCommand();
        var wait = DeploymentOutput.WaitOption("; a version that does not is taken back, and the one before is wanted again");
        var command = new TeachingCommand(
            "push",
            "Have the cluster serve the public methods of a class, on its worker nodes, for as long as nobody says otherwise; ARG and --arg are for its constructor",
            "actors push bin/publish/MathCloud.dll --type MathCloud --name math",
            "actors push MathCloud.dll --type MathCloud --name math --instances 4 --concurrency 2 --wait",
            "actors push MathCloud.dll --type MathCloud --name math --instances 1 --max 8    as many as the queue wants",
            "actors push Shop.dll --type Shop.Prices --name prices --label gpu EUR 0.19",
            "actors push Model.dll --type Model --name model --isolation process --wait    a crash or a leak of it hurts nobody else",
            "actors push MathCloud.dll --type MathCloud --name math --version 2 --wait    the next version; the one before serves until it does",
            "actors push MathCloud.dll --type MathCloud --name math-v2                    side by side with the other") { options._path };
        foreach (var option in (Option[])[options._type, options._name, options._version, options._instances, options._max, options._concurrency, options._pool, options._isolation, options._labels, wait]) command.Add(option);
        options._arguments.AddTo(command);
        options._path.Validators.Add(MustBeThere);
        Words.MustNotBeEmpty(options._name, "the name of the service");
        Words.MustNotBeEmpty(options._labels, "a label");
        options._instances.Validators.Add(result => MustBePositive(result, options._instances));
        options._concurrency.Validators.Add(result => MustBePositive(result, options._concurrency));
        command.Validators.Add(result => DeploymentOutput.MostMustNotBeLess(result, options._max, result.GetResult(options._instances), "--instances"));
        host.OnCluster(command, options.Check, (run, cloud, _) => options.RunAsync(run, cloud, run.Parsed.GetValue(wait)));
        return command;
    }

    private static void MustBePositive(OptionResult result, Option<int> option)
    {
        if (result.Tokens is [var given] && int.TryParse(given.Value, out var number) && number < 1)
            result.AddError($"{option.Name} is 1 or more, not {number}");
    }

    /// <summary>What shows before a cluster is looked for.</summary>
    private int Check(CommandRun run)
    {
        var (folder, assembly) = PackageWriter.Find(run.Parsed.GetRequiredValue(_path));
        AssemblyLook.CheckIs(Path.Combine(folder, assembly));
        AssemblyLook.CheckHas(Path.Combine(folder, assembly), run.Parsed.GetRequiredValue(_type));
        return 0;
    }

    private static void MustBeThere(ArgumentResult result)
    {
        foreach (var given in result.Tokens.Select(token => token.Value).Where(path => !File.Exists(path) && !Directory.Exists(path)))
            result.AddError($"there is no file or folder '{given}'");
    }

    private async Task<int> RunAsync(CommandRun run, ComputeCloud cloud, bool waits)
    {
        var parsed = run.Parsed;
        var type = parsed.GetRequiredValue(_type);
        var name = parsed.GetValue(_name) ?? type[(type.LastIndexOf('.') + 1)..];
        var before = parsed.GetResult(_instances) is null ? await FindAsync(run, cloud, name).ConfigureAwait(false) : null;
        var deployment = new NewDeployment
        {
            Path = parsed.GetRequiredValue(_path),
            Type = type,
            Version = parsed.GetValue(_version),
            Instances = before?.MinInstances ?? Math.Max(1, parsed.GetValue(_instances)),
            MaxInstances = parsed.GetResult(_max) is null && before is not null ? before.MaxInstances : parsed.GetValue(_max),
            Concurrency = parsed.GetValue(_concurrency),
            IsPool = parsed.GetValue(_pool),
            Isolation = parsed.GetValue(_isolation),
            Labels = parsed.GetValue(_labels) ?? [],
            Given = _arguments.In(parsed),
        };
        return DeploymentOutput.Finish(run, waits
            ? await cloud.Services.DeployAndWaitAsync(name, deployment, DeploymentOutput.Progress(run), run.Cancel).ConfigureAwait(false)
            : await cloud.Services.DeployAsync(name, deployment, run.Cancel).ConfigureAwait(false));
    }

    /// <summary>What is deployed under that name now: a new version does not shrink it.</summary>
    private static async Task<DeploymentView?> FindAsync(CommandRun run, ComputeCloud cloud, string name) =>
        (await cloud.Services.ListDeploymentsAsync(run.Cancel).ConfigureAwait(false)).FirstOrDefault(view => view.Service == name);
}
