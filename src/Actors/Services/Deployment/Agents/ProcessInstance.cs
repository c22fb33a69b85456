using System.Diagnostics;
using System.Text.Json;
using Actors.Storage;

namespace Actors.Services.Deployment.Agents;

/// <summary>An instance in a process of its own, which hurts nobody else by its memory or its end: it is started again when it dies, after pauses that grow.</summary>
internal sealed class ProcessInstance : IDeployedInstance
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromMinutes(1);

    private readonly StartInstance _order;
    private readonly InstanceTools _tools;
    private readonly string _folder;
    private readonly Action<InstanceNews> _tell;
    private readonly CancellationTokenSource _stop = new();
    private ServeProcess _process;

    private ProcessInstance(StartInstance order, InstanceTools tools, string folder, ServeProcess process, string host, Action<InstanceNews> tell)
    {
        (_order, _tools, _folder, _process, Host, _tell) = (order, tools, folder, process, host, tell);
        Ended = WatchAsync();
    }

    public string Host { get; }

    public Task Ended { get; }

    /// <param name="tell">Hears when it is started again, on any thread.</param>
    /// <exception cref="ActorsException">Why it does not serve.</exception>
    public static async Task<IDeployedInstance> StartAsync(StartInstance order, InstanceTools tools, Action<InstanceNews> tell)
    {
        var digest = Digest.FromBytes(order.Spec.Sha256.Span);
        var folder = await tools.Packages.TakeAsync(ObjectId.FromWire(order.Spec.Package), digest).ConfigureAwait(false);
        try
        {
            var (process, host) = await BeginAsync(order, tools, folder).ConfigureAwait(false);
            return new ProcessInstance(order, tools, folder, process, host, tell);
        }
        catch
        {
            tools.Packages.Return(digest);
            throw;
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Ended.ConfigureAwait(false);
        _stop.Dispose();
        _tools.Packages.Return(Digest.FromBytes(_order.Spec.Sha256.Span));
    }

    /// <summary>Until it is told to stop.</summary>
    private async Task WatchAsync()
    {
        var stopped = new TaskCompletionSource();
        using var registration = _stop.Token.UnsafeRegister(_ => stopped.TrySetResult(), null);
        var began = _tools.Time.GetTimestamp();
        var pause = FirstPause;
        for (var restarts = 1; await Task.WhenAny(_process.Ended, stopped.Task).ConfigureAwait(false) != stopped.Task; restarts++)
        {
            if (_tools.Time.GetElapsedTime(began) > LastPause)
                pause = FirstPause;
            var reason = _process.Reason;
            _process.Dispose();
            while (true)
            {
                _tell(new InstanceNews(_order.Instance, "", restarts, $"{reason}; it is started again in {pause.TotalSeconds:0.#} s"));
                await Task.WhenAny(Task.Delay(pause, _tools.Time, CancellationToken.None), stopped.Task).ConfigureAwait(false);
                if (stopped.Task.IsCompleted)
                    return;
                pause = pause * 2 < LastPause ? pause * 2 : LastPause;
                try
                {
                    (_process, var host) = await BeginAsync(_order, _tools, _folder).ConfigureAwait(false);
                    began = _tools.Time.GetTimestamp();
                    _tell(new InstanceNews(_order.Instance, host, restarts, ""));
                    break;
                }
                catch (ActorsException failure)
                {
                    reason = failure.Message;
                }
            }
        }

        await _process.StopAsync(_tools.LeaveTimeout, _tools.Time).ConfigureAwait(false);
        _process.Dispose();
    }

    private static async Task<(ServeProcess Process, string Host)> BeginAsync(StartInstance order, InstanceTools tools, string folder)
    {
        var process = ServeProcess.Start(StartInfo(order, tools, folder));
        try
        {
            return (process, await process.ReadyAsync(tools.StartTimeout, tools.Time).ConfigureAwait(false));
        }
        catch
        {
            process.Kill();
            await process.Ended.ConfigureAwait(false);
            process.Dispose();
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(StartInstance order, InstanceTools tools, string folder)
    {
        var spec = order.Spec;
        var program = tools.Program;
        var start = new ProcessStartInfo(program.Command[0]) { WorkingDirectory = folder };
        foreach (var word in program.Command.Skip(1))
            start.ArgumentList.Add(word);
        foreach (var word in (string[])["serve", "--json", "--with-input", "--assembly", Path.Combine(folder, spec.Assembly), "--type", spec.Type, "--name", order.Service,
            "--concurrency", $"{spec.Concurrency}", "--version", spec.Version, "--connect", program.Contact])
            start.ArgumentList.Add(word);
        if (spec.IsPool)
            start.ArgumentList.Add("--pool");
        if (program.SecretFile is { } secret)
        {
            start.ArgumentList.Add("--secret-file");
            start.ArgumentList.Add(secret);
        }

        AddArguments(start, spec);
        return start;
    }

    private static void AddArguments(ProcessStartInfo start, DeploymentSpec spec)
    {
        if (!spec.NamedArguments.IsEmpty)
        {
            using var named = JsonDocument.Parse(spec.NamedArguments.Memory);
            foreach (var member in named.RootElement.EnumerateObject())
            {
                start.ArgumentList.Add("--arg");
                start.ArgumentList.Add($"{member.Name}={member.Value.GetRawText()}");
            }
        }

        if (spec.Arguments.IsEmpty)
            return;
        using var positional = JsonDocument.Parse(spec.Arguments.Memory);
        foreach (var value in positional.RootElement.EnumerateArray())
            start.ArgumentList.Add(value.GetRawText());
    }
}
