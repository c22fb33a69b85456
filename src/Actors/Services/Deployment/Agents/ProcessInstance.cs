using System.Diagnostics;
using Actors.Storage;
using Google.Protobuf;

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
        try
        {
            await Ended.ConfigureAwait(false);
        }
        finally
        {
            _stop.Dispose();
            _tools.Packages.Return(Digest.FromBytes(_order.Spec.Sha256.Span));
        }
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
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    reason = $"{failure.GetType().Name}: {failure.Message}"; // a disk that is full has room again some day
                }
            }
        }

        await _process.StopAsync(_tools.LeaveTimeout, _tools.Time).ConfigureAwait(false);
        _process.Dispose();
    }

    private static async Task<(ServeProcess Process, string Host)> BeginAsync(StartInstance order, InstanceTools tools, string folder)
    {
        var arguments = new List<string>();
        try
        {
            Write(order.Spec.Arguments, "positional");
            Write(order.Spec.NamedArguments, "named");
            return await BeginAsync(StartInfo(order, tools, folder, arguments), tools).ConfigureAwait(false);
        }
        finally
        {
            arguments.ForEach(File.Delete); // it has read them
        }

        // They may be passwords.
        void Write(ByteString json, string kind)
        {
            if (!json.IsEmpty)
                arguments.Add(PrivateFile.Write(Path.Combine(tools.Program.Folder, $"{order.Instance}-{kind}.json"), json.Span));
        }
    }

    private static async Task<(ServeProcess Process, string Host)> BeginAsync(ProcessStartInfo start, InstanceTools tools)
    {
        var process = ServeProcess.Start(start, tools.Time);
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

    private static ProcessStartInfo StartInfo(StartInstance order, InstanceTools tools, string folder, List<string> arguments)
    {
        var (spec, program) = (order.Spec, tools.Program);
        string[] words =
        [
            .. program.Command.Skip(1), "serve", "--json", "--with-input", "--assembly", Path.Combine(folder, spec.Assembly), "--type", spec.Type, "--name", order.Service,
            "--concurrency", $"{spec.Concurrency}", "--version", spec.Version, "--connect", program.Contact, .. program.Access,
            .. (string[])(spec.IsPool ? ["--pool"] : []), .. arguments.SelectMany(file => (string[])["--args-file", file]),
            .. tools.NodeNames.SelectMany(name => (string[])["--label", name]),
        ];
        return new ProcessStartInfo(program.Command[0], words) { WorkingDirectory = folder };
    }
}
