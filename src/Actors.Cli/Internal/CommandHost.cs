using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Dataflow;
using Actors.Services;
using Akka.Configuration;

namespace Actors.Cli.Internal;

/// <summary>Runs a command's work and turns how it ended into an exit code and, if it failed, one line on stderr.</summary>
internal sealed class CommandHost(GlobalOptions options)
{
    // A command says what is wrong in one line; the engine's log would only repeat it.
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }");

    /// <summary>For commands that have more to tell: to be added to them.</summary>
    public Option<bool> Verbose => options.Verbose;

    /// <summary>Work that needs a cluster.</summary>
    /// <param name="command">Which.</param>
    /// <param name="work">Its.</param>
    /// <param name="timeoutIsOfTheWork">What <c>--timeout</c> says is for the work, and not for finding who does it.</param>
    public void OnCluster(Command command, Func<CommandRun, ComputeCloud, Task<int>> work, bool timeoutIsOfTheWork = false) =>
        OnCluster(command, _ => 0, (run, cloud, _) => work(run, cloud), timeoutIsOfTheWork);

    /// <summary>Likewise; what can be done without a cluster is done first, so that what is wrong with it shows at once.</summary>
    public void OnCluster<T>(Command command, Func<CommandRun, T> prepare, Func<CommandRun, ComputeCloud, T, Task<int>> work, bool timeoutIsOfTheWork = false)
    {
        MayConnect(command);
        On(command, async run =>
        {
            var prepared = prepare(run);
            var cloud = await ConnectAsync(run, timeoutIsOfTheWork).ConfigureAwait(false);
            await using (cloud.ConfigureAwait(false))
                return await work(run, cloud, prepared).ConfigureAwait(false);
        });
    }

    /// <summary>For work that only sometimes needs a cluster: its command has the options of one by <see cref="MayConnect"/>.</summary>
    public Task<ComputeCloud> ConnectAsync(CommandRun run, bool timeoutIsOfTheWork = false) =>
        ComputeCloud.ConnectAsync(options.ContactsIn(run.Parsed), ConnectionOf(run, timeoutIsOfTheWork ? GlobalOptions.DefaultTimeout : run.Timeout, Quiet), run.Cancel);

    /// <summary>For work that other nodes share: this process becomes a member of the cluster.</summary>
    /// <param name="run">Of the command.</param>
    /// <param name="logging">Of the member.</param>
    public Task<ComputeCloud> JoinAsync(CommandRun run, Config logging) =>
        ComputeCloud.JoinAsync(options.ContactsIn(run.Parsed), ConnectionOf(run, run.Timeout, logging), run.Cancel);

    public void MayConnect(Command command) => command.Add(options.Config);

    /// <summary>The cluster's secret that this run was given; null: none.</summary>
    public string? SecretIn(CommandRun run) => options.SecretIn(run.Parsed);

    /// <summary>Work of any kind.</summary>
    public void On(Command command, Func<CommandRun, Task<int>> work) => command.SetAction(async (parsed, cancel) =>
    {
        var run = new CommandRun(parsed, parsed.GetValue(options.Json), parsed.GetValue(options.Timeout), cancel);
        try
        {
            return await work(run).ConfigureAwait(false);
        }
        catch (ActorsException failure)
        {
            WriteError(run, command, failure);
            return ExitCodes.Of(failure);
        }
        catch (RemoteException failure)
        {
            WriteError(run, command, failure);
            return ExitCodes.Failed;
        }
        catch (FlowCheckException failure)
        {
            WriteProblems(run, failure);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            WriteError(run, command, new ActorsException(ErrorCodes.Failed, "interrupted"));
            return ExitCodes.Failed;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or PathTooLongException or UnauthorizedAccessException)
        {
            WriteError(run, command, new ActorsException(ErrorCodes.Invalid, failure.Message, failure));
            return ExitCodes.Usage;
        }
        catch (IOException failure)
        {
            // A full disk, a reader of our output that has gone: the command was right.
            WriteError(run, command, new ActorsException(ErrorCodes.Failed, failure.Message, failure));
            return ExitCodes.Failed;
        }
        catch (Exception defect) when (Environment.GetEnvironmentVariable("ACTORS_TRACE") is not { Length: > 0 })
        {
            // The process host is the last to see it: a line for the user; with ACTORS_TRACE set the runtime shows it whole.
            WriteError(run, command, new ActorsException(ErrorCodes.Failed, $"unexpected {defect.GetType().Name}: {defect.Message}; ACTORS_TRACE=1 shows more", defect));
            return ExitCodes.Failed;
        }
    });

    private ConnectOptions ConnectionOf(CommandRun run, TimeSpan? patience, Config logging) =>
        new() { Patience = patience, Secret = options.SecretIn(run.Parsed), Settings = logging.WithFallback(options.SettingsIn(run.Parsed)) };

    private static void WriteError(CommandRun run, Command command, ActorsException failure)
    {
        var message = OneLine(failure.Message);
        run.Error.WriteLine(run.Json ? Document(new ErrorBody(failure.Code, message)) : $"actors {Words(command)}: {message}");
    }

    /// <summary>A file with several mistakes is mended in one go.</summary>
    private static void WriteProblems(CommandRun run, FlowCheckException failure)
    {
        if (run.Json) run.Error.WriteLine(Document(new ErrorBody(ErrorCodes.Invalid, OneLine(failure.Message)) { Problems = [.. failure.Problems.Select(problem => problem.ToString())] }));
        else foreach (var problem in failure.Problems) run.Error.WriteLine(problem);
    }

    /// <summary>What a called method threw: where it did so is only told to who asks for it.</summary>
    private void WriteError(CommandRun run, Command command, RemoteException failure)
    {
        var message = OneLine(failure.Message);
        var isVerbose = run.Parsed.GetValue(options.Verbose);
        if (run.Json)
        {
            run.Error.WriteLine(Document(new ErrorBody(failure.Code, message) { Type = failure.RemoteType, Stack = isVerbose ? failure.RemoteStack : null, Causes = failure.RemoteCauses }));
            return;
        }

        run.Error.WriteLine($"actors {Words(command)}: {failure.Code}: {failure.RemoteType}: {message}");
        if (!isVerbose) return;
        foreach (var cause in failure.RemoteCauses) run.Error.WriteLine($" ---> {cause}");
        if (failure.RemoteStack.Length > 0) run.Error.WriteLine(failure.RemoteStack);
    }

    private static string Document(ErrorBody error) => JsonSerializer.Serialize(new ErrorDocument(error), JsonShapes.Readable.ErrorDocument);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    /// <summary>A command as it is typed, without <c>actors</c>.</summary>
    public static string Words(Command command)
    {
        var words = new List<string>();
        for (var at = command; at is not RootCommand; at = at.Parents.OfType<Command>().First()) words.Insert(0, at.Name);
        return string.Join(' ', words);
    }
}

/// <summary>One run of a command: what was asked for and where the answer goes.</summary>
internal sealed record CommandRun(ParseResult Parsed, bool Json, TimeSpan? GivenTimeout, CancellationToken Cancel)
{
    public TimeSpan Timeout => GivenTimeout ?? GlobalOptions.DefaultTimeout;

    public TextWriter Out => Parsed.InvocationConfiguration.Output;

    public TextWriter Error => Parsed.InvocationConfiguration.Error;
}
