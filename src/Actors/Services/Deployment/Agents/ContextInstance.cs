using Actors.Internal;
using Actors.Storage;

namespace Actors.Services.Deployment.Agents;

/// <summary>An instance in the node's own process: its assembly is in a context of its own, which goes with it.</summary>
internal sealed class ContextInstance : IDeployedInstance
{
    private readonly ServiceServer _server;
    private readonly InstanceTools _tools;
    private readonly Digest _package;
    private LoadedObjects? _loaded; // null once it has ended: who still knows this must not keep the context

    private ContextInstance(ServiceServer server, LoadedObjects loaded, InstanceTools tools, Digest package) => (_server, _loaded, _tools, _package) = (server, loaded, tools, package);

    public string Host => _server.Host;

    public Task Ended => _server.Ended;

    /// <exception cref="ActorsException">Why it does not serve.</exception>
    public static async Task<IDeployedInstance> StartAsync(StartInstance order, InstanceTools tools)
    {
        var (spec, packages) = (order.Spec, tools.Packages);
        tools.Stuck.Check(spec);
        var digest = Digest.FromBytes(spec.Sha256.Span);
        var folder = await packages.TakeAsync(ObjectId.FromWire(spec.Package), digest).ConfigureAwait(false);
        LoadedObjects? loaded = null;
        try
        {
            loaded = await MakeAsync(folder, spec, tools).ConfigureAwait(false);
            var options = new ServeOptions { Concurrency = spec.Concurrency, Version = spec.Version };
            var made = new Queue<object>(loaded.Objects);
            var server = spec.IsPool
                ? await tools.Services.ServeAsync(order.Service, made.Dequeue, options).ConfigureAwait(false)
                : await tools.Services.ServeAsync(order.Service, made.Dequeue(), options).ConfigureAwait(false);
            return new ContextInstance(server, loaded, tools, digest);
        }
        catch
        {
            try
            {
                if (loaded is not null)
                    await loaded.EndAsync().ConfigureAwait(false);
            }
            finally
            {
                packages.Return(digest);
            }

            throw;
        }
    }

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _loaded, null) is not { } loaded)
            return;
        try
        {
            await EndAsync(loaded).WaitAsync(_tools.LeaveTimeout, _tools.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"it has not ended within {_tools.LeaveTimeout.TotalSeconds:0.#} s; what it uses is kept until it does");
        }
    }

    private async Task EndAsync(LoadedObjects loaded)
    {
        try
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            try
            {
                await loaded.EndAsync().ConfigureAwait(false);
            }
            finally
            {
                _tools.Packages.Return(_package);
            }
        }
    }

    /// <summary>On a thread of its own: a constructor may block for as long as it likes.</summary>
    private static async Task<LoadedObjects> MakeAsync(string folder, DeploymentSpec spec, InstanceTools tools)
    {
        var making = OwnThread.RunAsync("deployment", () => LoadedObjects.Make(folder, spec));
        try
        {
            return await making.WaitAsync(tools.StartTimeout, tools.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            tools.Stuck.Add(spec, making);
            _ = making.ContinueWith(late => late.Result.EndAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw new ActorsException(ErrorCodes.Timeout, $"the constructor of {spec.Type} has not ended within {tools.StartTimeout.TotalSeconds:0.#} s (actors.deployments.worker.start-timeout)");
        }
    }
}
