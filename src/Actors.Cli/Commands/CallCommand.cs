using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Services;
using Actors.Services.Methods;

namespace Actors.Cli.Commands;

/// <summary><c>actors call</c>: one call of a service's method, now or submitted, or the result of one that was submitted.</summary>
internal sealed class CallCommand
{
    private readonly Argument<string> _service = new("SERVICE") { Description = "The service's name; actors services lists them" };
    private readonly Argument<string> _method = new("METHOD") { Description = "The method's name", Arity = ArgumentArity.ZeroOrOne };
    private readonly ArgumentOptions _arguments = new();
    private readonly Option<int> _priority = Words.NumberOption("--priority", "Higher goes first. Default: 0");
    private readonly Option<string> _key = new("--key") { Description = "Calls of one service with the same key are one call, which runs once", HelpName = "K" };
    private readonly Option<bool> _submit = new("--submit") { Description = "Do not wait: print the key by which --result finds the result. Without --key it is a new one" };
    private readonly Option<TimeSpan?> _keep = Quantities.DurationOption("--keep-for", "Of --submit: how long the result is kept. Default: 1h");
    private readonly Option<string> _result = new("--result") { Description = "Print the result of the call that was submitted with this key; no METHOD then", HelpName = "KEY" };
    private readonly Option<string> _cancel = new("--cancel") { Description = "End the call that was submitted with this key: if it waits it does not run, if it runs its method is told to stop", HelpName = "KEY" };
    private readonly Option<string[]> _hosts = new("--host") { Description = "Only on this host, or on a host of the node with this address; one of them, if there are several. actors services NAME lists them", HelpName = "HOST" };
    private readonly Option<string[]> _labels = new("--label") { Description = "Only on a host with this label: a role of its node, or given when it was served; all of them, if there are several", HelpName = "LABEL" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Of --result: wait until it is there, instead of failing with incomplete" };

    public static Command Create(CommandHost host)
    {
        var options = new CallCommand();
        var command = new TeachingCommand(
            "call",
            "Call a method of a service and print its result: a text as it is, all else as JSON; of a stream each value on a line, as it comes",
            "actors call math add 6 8                          two numbers",
            "actors call math add --arg right=8 --arg left=6   by name",
            "actors call math middle '{\"x\":0,\"y\":0}' '{\"x\":2,\"y\":4}'",
            "actors call greeter greet you                     a text, as it is no JSON",
            "actors call greeter greet '\"6\"'                   a text that looks like a number; or --string 6",
            "actors call math add --args '[6, 8]' --json       the result as JSON, also if it is a text",
            "actors call math primes 20 --timeout 2m           wait for longer than 30s; the method is told to stop then. 0s: for ever",
            "actors call math add 6 8 --label gpu              only where that is; it waits for such a host",
            "actors call math add 6 8 --submit --key monday    then: actors call math --result monday --wait",
            "actors call math --cancel monday                  if it has not ended yet")
        {
            options._service, options._method,
        };
        options._arguments.AddTo(command);
        foreach (var option in (Option[])[options._priority, options._hosts, options._labels, options._key, options._submit, options._keep, options._result, options._wait, options._cancel, host.Verbose]) command.Add(option);
        command.Validators.Add(options.CallOrResult);
        Words.MustNotBeEmpty(options._service, "the name of the service");
        Words.MustNotBeEmpty(options._method, "the name of the method");
        Words.MustNotBeEmpty(options._hosts, "a host");
        Words.MustNotBeEmpty(options._labels, "a label");
        foreach (var key in (Option<string>[])[options._key, options._result, options._cancel]) Words.MustNotBeEmpty(key, "the key");
        host.OnCluster(command, options.RunAsync, timeoutIsOfTheWork: true);
        return command;
    }

    private void CallOrResult(CommandResult command)
    {
        if (command.GetResult(_service) is not { Tokens.Count: > 0 }) return; // that is an error already
        var hasMethod = command.GetResult(_method) is { Tokens.Count: > 0 };
        var (isResult, isCancel) = (command.GetResult(_result) != null, command.GetResult(_cancel) != null);
        if (!isResult && !isCancel && !hasMethod) command.AddError("name the METHOD to call");
        else if (isResult && isCancel) command.AddError("--result or --cancel, not both");
        else if ((isResult || isCancel) && (hasMethod || command.GetResult(_submit) != null)) command.AddError($"{(isResult ? "--result asks for" : "--cancel ends")} a call that was submitted: give it SERVICE alone");
        else if ((isResult || isCancel) && (command.GetResult(_hosts) ?? command.GetResult(_labels)) != null) command.AddError("--host and --label go with METHOD: they say where it may run");
        else if (command.GetResult(_keep) != null && command.GetResult(_submit) == null) command.AddError("--keep-for goes with --submit");
        else if (command.GetResult(_wait) != null && command.GetResult(_result) == null) command.AddError("--wait goes with --result");
    }

    private Task<int> RunAsync(CommandRun run, ComputeCloud cloud)
    {
        var service = run.Parsed.GetRequiredValue(_service);
        if (run.Parsed.GetValue(_result) is { } key) return ShowAsync(run, cloud.Services.Submitted(service, key));
        if (run.Parsed.GetValue(_cancel) is { } unwanted) return CancelAsync(run, service, unwanted, cloud.Services.Submitted(service, unwanted));
        var method = run.Parsed.GetRequiredValue(_method);
        return run.Parsed.GetValue(_submit) ? SubmitAsync(run, cloud, service, method) : CallAsync(run, cloud, service, method);
    }

    private async Task<int> CallAsync(CommandRun run, ComputeCloud cloud, string service, string method)
    {
        try
        {
            var result = await cloud.Services.InvokeAsync(service, method, _arguments.In(run.Parsed), Options(run), run.Cancel).ConfigureAwait(false);
            await WriteAsync(run, result).ConfigureAwait(false);
            return ExitCodes.Done;
        }
        catch (ActorsException failure) when (failure.Code == ErrorCodes.Timeout)
        {
            if (await ProblemAsync(run, cloud, service).ConfigureAwait(false) is not { Length: > 0 } problem) throw;
            throw new ActorsException(failure.Code, $"{failure.Message}; {service} {problem}", failure);
        }
    }

    /// <summary>What keeps the service's instances from starting, if it is deployed: calls wait for them.</summary>
    private static async Task<string> ProblemAsync(CommandRun run, ComputeCloud cloud, string service)
    {
        try
        {
            return (await cloud.Services.ShowDeploymentAsync(service, run.Cancel).ConfigureAwait(false)).Problem;
        }
        catch (ActorsException)
        {
            return ""; // it is not, or nobody answers
        }
    }

    private async Task<int> SubmitAsync(CommandRun run, ComputeCloud cloud, string service, string method)
    {
        var options = Options(run);
        var key = options.Key ?? CallId.New(IdSource.System).ToString();
        options = options with { Key = key, KeepFor = run.Parsed.GetValue(_keep) ?? options.KeepFor };
        var call = await cloud.Services.SubmitCallAsync(service, method, _arguments.In(run.Parsed), options, run.Cancel).ConfigureAwait(false);
        run.Out.WriteLine(run.Json ? JsonSerializer.Serialize(new SubmittedDocument(service, key, call.Id), JsonShapes.Readable.SubmittedDocument) : key);
        return ExitCodes.Done;
    }

    private static async Task<int> CancelAsync(CommandRun run, string service, string key, SubmittedCall call)
    {
        await call.CancelAsync(run.Cancel).ConfigureAwait(false);
        if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(new SubmittedDocument(service, key, call.Id), JsonShapes.Readable.SubmittedDocument));
        return ExitCodes.Done;
    }

    private async Task<int> ShowAsync(CommandRun run, SubmittedCall call)
    {
        var limit = run.GivenTimeout;
        using var late = new CancellationTokenSource(limit > TimeSpan.Zero ? limit.Value : Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel, late.Token);
        try
        {
            var isPatient = run.Parsed.GetValue(_wait);
            var value = await (isPatient ? call.ResultAsync<JsonElement>(either.Token) : call.ResultNowAsync<JsonElement>(either.Token)).ConfigureAwait(false);
            Write(run, Encoding.UTF8.GetBytes(value.GetRawText()));
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"the call has not ended within {limit!.Value.TotalSeconds:0.###} s; it goes on");
        }
    }

    private CallOptions Options(CommandRun run) => new()
    {
        Timeout = run.GivenTimeout,
        Priority = run.Parsed.GetValue(_priority),
        Key = run.Parsed.GetValue(_key),
        Hosts = run.Parsed.GetValue(_hosts) ?? [],
        Labels = run.Parsed.GetValue(_labels) ?? [],
    };

    private static async Task WriteAsync(CommandRun run, MethodResult result)
    {
        if (result.Items is null)
        {
            Write(run, result.Value);
            return;
        }

        await foreach (var item in result.Items.WithCancellation(run.Cancel).ConfigureAwait(false))
        {
            Write(run, item);
            await run.Out.FlushAsync(run.Cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The same on a terminal and in a pipe: who wants quotes around a text asks for JSON.</summary>
    private static void Write(CommandRun run, ReadOnlyMemory<byte> json) =>
        run.Out.WriteLine(!run.Json && json.Span is [(byte)'"', ..] ? JsonSerializer.Deserialize<string>(json.Span) : Encoding.UTF8.GetString(json.Span));
}
