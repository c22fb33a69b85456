using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Services;
using Actors.Services.Deployment;
using Actors.Services.Hosts;
using Actors.Services.Methods;

namespace Actors.Cli.Commands;

/// <summary><c>actors serve</c>: serves a class of an assembly, until it is told to end.</summary>
internal sealed class ServeCommand
{
    // Far above what one program's threads carry.
    private const int MostCalls = 10_000;

    private readonly Option<string> _assembly = new("--assembly") { Description = "The .dll with the class; what it needs is found beside it", Required = true, HelpName = "FILE" };
    private readonly Option<string> _type = new("--type") { Description = "The class: its full name, or its short one if no other has it", Required = true, HelpName = "CLASS" };
    private readonly Option<string> _name = new("--name") { Description = "The service's name. Default: the short name of the class", HelpName = "NAME" };
    private readonly Option<int> _concurrency = Words.NumberOption("--concurrency", "Calls at a time. Default: 1, as one object gets them all, which may not be made for several threads", 1);
    private readonly Option<int> _maxRunning = Words.NumberOption("--max-running", "Calls of the service that run at a time, on all programs that serve it. Default: no limit");
    private readonly Option<int> _maxQueued = Words.NumberOption("--max-queued", "Calls of the service that wait; more are refused as overloaded. Default: what the broker bears, 100000");
    private readonly Option<double> _maxPerSecond = Words.RateOption("--max-per-second", "Calls of the service that begin a second, on all of them. Default: no limit");

    private readonly Option<bool> _pool = new("--pool") { Description = "An object for each of the calls at a time, so that each object gets one at a time" };
    private readonly Option<string> _version = new("--version") { Description = "Told to who lists services. Default: the assembly's", HelpName = "V" };
    private readonly Option<string[]> _labels = new("--label") { Description = "For calls that ask for it", HelpName = "LABEL" };
    private readonly Option<bool> _withInput = new("--with-input") { Description = "End when the input ends: for programs that start this one, and must not leave it behind", Hidden = true };
    private readonly ArgumentOptions _arguments = new();

    private ServeCommand()
    {
        _assembly.Validators.Add(result =>
        {
            foreach (var file in result.Tokens) LocalFiles.MustBeThere(result, file.Value);
        });
        _concurrency.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, out var number) && number is < 1 or > MostCalls)
                result.AddError($"--concurrency is from 1 to {MostCalls}, not {number}");
        });
        foreach (var most in (Option<int>[])[_maxRunning, _maxQueued])
        {
            most.Validators.Add(result =>
            {
                if (result.Tokens is [var given] && int.TryParse(given.Value, out var number) && number < 1)
                    result.AddError($"{most.Name} is 1 or more, not {number}");
            });
        }

        Words.MustNotBeEmpty(_name, "the name of the service");
        Words.MustNotBeEmpty(_labels, "a label");
    }

    public static Command Create(CommandHost host)
    {
        var options = new ServeCommand();
        var command = new TeachingCommand(
            "serve",
            "Serve the public methods of a class until SIGTERM or Ctrl-C; ARG and --arg are for its constructor. Nobody connects to this program: it may be behind a NAT",
            "actors serve --assembly MathCloud.dll --type MathCloud --name math",
            "actors serve --assembly Shop.dll --type Shop.Prices --name prices --concurrency 4 --pool EUR 0.19",
            "actors serve --assembly Shop.dll --type Shop.Prices --arg currency=EUR --connect 10.0.0.1:4053");
        foreach (var option in (Option[])[options._assembly, options._type, options._name, options._concurrency, options._pool, options._maxRunning, options._maxPerSecond, options._maxQueued, options._labels, options._version, options._withInput]) command.Add(option);
        options._arguments.AddTo(command);
        host.OnCluster(command, options.Prepare, (run, cloud, served) => RunAsync(run, cloud, served, run.Parsed.GetValue(options._withInput)));
        return command;
    }

    /// <summary>All that may be wrong on this side, before a cluster is looked for.</summary>
    private Served Prepare(CommandRun run)
    {
        var parsed = run.Parsed;
        var assembly = ServiceAssembly.Load(parsed.GetRequiredValue(_assembly));
        var type = assembly.TypeOf(parsed.GetRequiredValue(_type));
        var maker = InstanceMaker.Of(type);
        var arguments = _arguments.In(parsed);
        var concurrency = parsed.GetValue(_concurrency);
        var options = new ServeOptions
        {
            Concurrency = concurrency,
            Version = parsed.GetValue(_version) ?? assembly.Version,
            Labels = parsed.GetValue(_labels) ?? [],
            MaxRunning = parsed.GetValue(_maxRunning),
            MaxPerSecond = parsed.GetValue(_maxPerSecond),
            MaxQueued = parsed.GetValue(_maxQueued),
        };
        var objects = Enumerable.Range(0, parsed.GetValue(_pool) ? concurrency : 1).Select(_ => maker.Make(arguments)).ToList();
        return new Served(parsed.GetValue(_name) ?? type.Name, type, objects, options);
    }

    private static async Task<int> RunAsync(CommandRun run, ComputeCloud cloud, Served served, bool withInput)
    {
        try
        {
            var server = await StartAsync(run, cloud, served).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                Write(run, server, served);
                await run.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                var told = new TaskCompletionSource();
                using var registration = run.Cancel.UnsafeRegister(_ => told.TrySetResult(), null);
                await Task.WhenAny(told.Task, server.Ended, withInput ? StandardInput.EndsAsync() : told.Task).ConfigureAwait(false);
                if (server.Ended.IsFaulted) await server.Ended.ConfigureAwait(false);
            }
        }
        finally
        {
            if (served.Objects.Count == 1) await Instances.DisposeAsync(served.Objects).ConfigureAwait(false); // a pool ends with its server
        }

        return ExitCodes.Done;
    }

    private static Task<ServiceServer> StartAsync(CommandRun run, ComputeCloud cloud, Served served)
    {
        if (served.Objects.Count == 1) return cloud.Services.ServeAsync(served.Name, served.Objects[0], served.Options, run.Cancel);
        var made = new Queue<object>(served.Objects);
        return cloud.Services.ServeAsync(served.Name, made.Dequeue, served.Options, run.Cancel);
    }

    private static void Write(CommandRun run, ServiceServer server, Served served)
    {
        var (type, options) = (served.Type.FullName!, served.Options);
        run.Out.WriteLine(run.Json
            ? JsonSerializer.Serialize(new ServingDocument(server.Name, server.Host, type, options.Version, options.Concurrency ?? 1, served.Objects.Count), JsonShapes.Readable.ServingDocument)
            : $"serving {server.Name} type={type} version={options.Version} concurrency={options.Concurrency} objects={served.Objects.Count} host={server.Host}");
    }

    private sealed record Served(string Name, Type Type, IReadOnlyList<object> Objects, ServeOptions Options);
}
