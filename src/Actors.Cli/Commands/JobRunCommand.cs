using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Configuration;
using Actors.Jobs;
using Actors.Storage;

namespace Actors.Cli.Commands;

/// <summary><c>actors job run</c>: submits a job, and waits for it when asked to.</summary>
internal sealed class JobRunCommand
{
    // A stack's depth; all of it is in the job's logs.
    private const int ErrorLines = 20;

    private readonly Option<string> _runtime = new("--runtime") { Description = "csharp, python, or exec: any program", Required = true, HelpName = "NAME" };
    private readonly Option<string> _code = new("--code") { Description = "The program's file", HelpName = "FILE" };
    private readonly Option<string> _text = new("-e") { Description = "The program's text instead", HelpName = "TEXT" };
    private readonly Option<string> _name = new("--name") { Description = "For people. Default: the file's name", HelpName = "NAME" };
    private readonly Option<string> _output = new("--output") { Description = "The output's name. Default: the job's", HelpName = "NAME" };
    private readonly Option<string[]> _inputs = new("--input")
    {
        Description = "What the job reads as /net/NAME: an object, another job's output, or with @ a file that is put first",
        HelpName = "NAME=ID|NAME=@FILE",
    };

    private readonly Option<string[]> _labels = new("--label") { Description = "A label that the worker must have", HelpName = "LABEL" };
    private readonly Option<int> _priority = Words.NumberOption("--priority", "From -100 to 100; higher goes first. Default: 0");
    private readonly Option<int> _retries = Words.NumberOption("--retries", "Further runs after a failed one. Default: 0");
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for the end; exit code 1 if the job fails" };
    private readonly Option<bool> _print = new("--print") { Description = "Wait for the end, and print what the job printed instead of how it went" };
    private readonly LimitOptions _limits = new();
    private readonly Argument<string[]> _arguments = new("ARGUMENTS") { Description = "Passed to the program, after --", Arity = ArgumentArity.ZeroOrMore };

    private JobRunCommand()
    {
        _runtime.Validators.Add(result =>
        {
            foreach (var runtime in result.Tokens.Select(token => token.Value).Except(JobSpecRules.Runtimes))
                result.AddError($"no runtime '{runtime}'{(Spelling.Nearest(runtime, JobSpecRules.Runtimes) is { } meant ? $", did you mean {meant}?" : $": there are {string.Join(", ", JobSpecRules.Runtimes)}")}");
        });
        _code.Validators.Add(result =>
        {
            foreach (var code in result.Tokens) LocalFiles.MustBeThere(result, code.Value);
        });
        _inputs.Validators.Add(result =>
        {
            foreach (var input in result.Tokens)
                if (input.Value.Split("=@", 2) is [_, var file]) LocalFiles.MustBeThere(result, file);
        });
    }

    public static Command Create(CommandHost host)
    {
        var options = new JobRunCommand();
        var command = new TeachingCommand(
            "run",
            "Submit a job and print its id and its output's id",
            "actors job run --runtime python -e 'print(6 * 7)' --print     42",
            "actors job run --runtime python -e 'print(6 * 7)' --wait      how it went, and the id of its output",
            "actors job run --runtime csharp --code count.csx --input text=@samples/texts/moby-dick.txt --name count",
            "actors job run --runtime exec --wait -- /bin/echo one two");
        foreach (var option in options.All()) command.Add(option);
        command.Add(options._arguments);
        command.Validators.Add(options.ProgramMustBeNamed);
        host.OnCluster(command, options.RunAsync);
        return command;
    }

    /// <summary>Only exec can do without a text: its first argument is the program.</summary>
    private void ProgramMustBeNamed(CommandResult command)
    {
        if (command.GetResult(_code) != null || command.GetResult(_text) != null) return;
        if (command.GetResult(_runtime) is not { Tokens: [var runtime] }) return; // that is an error already
        if (runtime.Value != "exec") command.AddError("name the program with -e TEXT or --code FILE");
        else if (command.GetResult(_arguments) is not { Tokens.Count: > 0 }) command.AddError("name the program with -e TEXT or --code FILE, or after --");
    }

    private IEnumerable<Option> All() => [_runtime, _code, _text, _name, _output, _inputs, _labels, _priority, _retries, .. _limits.All, _wait, _print];

    private async Task<int> RunAsync(CommandRun run, ComputeCloud cloud)
    {
        var spec = await SpecAsync(run, cloud).ConfigureAwait(false);
        var job = await cloud.AddJobAsync(spec, run.Cancel).ConfigureAwait(false);
        if (!run.Parsed.GetValue(_wait) && !run.Parsed.GetValue(_print))
        {
            WriteIds(run, job);
            return ExitCodes.Done;
        }

        if (!Console.IsErrorRedirected) run.Error.WriteLine($"job {job.Id}"); // who closes the terminal can look for it from another one
        var view = await WaitAsync(run, cloud, job).ConfigureAwait(false);
        if (view.Status == JobStatus.Completed && run.Parsed.GetValue(_print) && !run.Json)
        {
            var output = await job.Output.OpenAsync(run.Cancel).ConfigureAwait(false);
            await using (output.ConfigureAwait(false))
                await GetCommand.PrintAsync(output, run.Cancel).ConfigureAwait(false);
            return ExitCodes.Done;
        }

        JobCommand.Write(run, view);
        if (view.Status == JobStatus.Completed) return ExitCodes.Done;
        if (!run.Json && view.Attempts > 0) await ShowErrorsAsync(run, cloud, job).ConfigureAwait(false);
        return ExitCodes.Failed;
    }

    /// <summary>The end of what it wrote on stderr, where most programs say what went wrong.</summary>
    private static async Task ShowErrorsAsync(CommandRun run, ComputeCloud cloud, CloudJob job)
    {
        try
        {
            var log = await cloud.ReadJobLogAsync(job.Id, run.Cancel).ConfigureAwait(false);
            foreach (var line in log.TrimEnd().Split('\n').Where(line => line.Length > 0).TakeLast(ErrorLines)) run.Error.WriteLine(line);
        }
        catch (ActorsException)
        {
            // How the job ended has been told.
        }
    }

    private static async Task<JobView> WaitAsync(CommandRun run, ComputeCloud cloud, CloudJob job)
    {
        try
        {
            var waiting = cloud.WaitForJobAsync(job.Id, run.Cancel);
            if (await Task.WhenAny(waiting, Task.Delay(run.Timeout, TimeProvider.System, run.Cancel)).ConfigureAwait(false) != waiting)
                await SayWhyAsync(run, cloud, job).ConfigureAwait(false);
            return await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
        {
            throw new ActorsException(ErrorCodes.Failed, $"interrupted; job {job.Id} goes on; actors job show {job.Id}");
        }
    }

    /// <summary>Once, to people: a job that nobody can run would otherwise be waited for in silence.</summary>
    private static async Task SayWhyAsync(CommandRun run, ComputeCloud cloud, CloudJob job)
    {
        try
        {
            var why = await cloud.ExplainJobAsync(job.Id, run.Cancel).ConfigureAwait(false);
            if (why.Job.Status is JobStatus.Waiting or JobStatus.Ready)
                run.Error.WriteLine($"actors job run: job {job.Id} has not started yet; still waiting: {string.Join(' ', why.Reasons)}");
        }
        catch (ActorsException)
        {
            // Nobody can say just now; the wait itself goes on.
        }
    }

    private async Task<NewJob> SpecAsync(CommandRun run, ComputeCloud cloud)
    {
        var parsed = run.Parsed;
        var (file, text) = (parsed.GetValue(_code), parsed.GetValue(_text));
        if (file != null && text != null) throw new ActorsException(ErrorCodes.Invalid, "give the program as --code FILE or as -e TEXT, not both");
        var source = file != null ? await File.ReadAllTextAsync(file, run.Cancel).ConfigureAwait(false) : text ?? "";
        return new NewJob(parsed.GetValue(_name) ?? Path.GetFileName(file) ?? "job", parsed.GetRequiredValue(_runtime))
        {
            Source = source,
            Arguments = parsed.GetValue(_arguments) ?? [],
            Inputs = await InputsAsync(parsed.GetValue(_inputs) ?? [], cloud, run.Cancel).ConfigureAwait(false),
            OutputName = parsed.GetValue(_output) ?? "",
            Limits = _limits.In(parsed),
            Retries = JobRetries.None with { Limit = parsed.GetValue(_retries) },
            Priority = parsed.GetValue(_priority),
            Labels = parsed.GetValue(_labels) ?? [],
        };
    }

    private static async Task<NewJobInputs> InputsAsync(string[] inputs, ComputeCloud cloud, CancellationToken cancel)
    {
        var found = new NewJobInputs();
        foreach (var input in inputs)
        {
            var (name, value) = input.IndexOf('=') is > 0 and var equals ? (input[..equals], input[(equals + 1)..]) : ("", "");
            if (value.StartsWith('@')) found.Add(name, await cloud.AddFileAsync(Path.GetFileName(value), value[1..], cancel).ConfigureAwait(false));
            else if (ObjectId.TryParse(value, out var id)) found.Add(name, id);
            else throw new ActorsException(ErrorCodes.Invalid, $"--input {input}: expected NAME=ID or NAME=@FILE, for example --input text=@book.txt");
        }

        return found;
    }

    private static void WriteIds(CommandRun run, CloudJob job)
    {
        if (run.Json)
        {
            run.Out.WriteLine(JsonSerializer.Serialize(new JobRunDocument(job.Id.ToString(), job.Output.Id.ToString()), JsonShapes.Readable.JobRunDocument));
            return;
        }

        run.Out.WriteLine($"job     {job.Id}");
        run.Out.WriteLine($"output  {job.Output.Id}");
    }
}
