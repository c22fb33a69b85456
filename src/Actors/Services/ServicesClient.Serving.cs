using Actors.Services.Hosts;
using Actors.Services.Internal;
using Actors.Services.Methods;

namespace Actors.Services;

public sealed partial class ServicesClient
{
    // Of what a broker is told of a service, with the calls that a host holds in the same message.
    private const int MaxShapeBytes = 32 * 1024;
    private const int MaxLabels = 50;

    /// <summary>Serves the public methods of an object under a name. It returns when calls can come.</summary>
    /// <param name="name">Of the service. Several programs that serve the same name share its calls.</param>
    /// <param name="instance">It gets one call at a time, unless <see cref="ServeOptions.Concurrency"/> says that it can do with more.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ServiceServer> ServeAsync(string name, object instance, ServeOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        options ??= new ServeOptions();
        return ServeAsync(name, new Served(MethodTable.Of(instance.GetType()), [instance], ConcurrencyOf(options, 1), IsOwner: false), options, cancel);
    }

    /// <summary>
    /// Serves a pool: as many objects of a class as <see cref="ServeOptions.Concurrency"/> says, each of which gets one call at a time; the one that has been idle for longest is
    /// first. Those that can be disposed of are when the server is.
    /// </summary>
    /// <param name="name">Of the service.</param>
    /// <param name="make">Makes one of the pool; what it throws, this throws.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ServiceServer> ServeAsync<T>(string name, Func<T> make, ServeOptions? options = null, CancellationToken cancel = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        options ??= new ServeOptions();
        return ServePoolAsync(name, make, options, ConcurrencyOf(options, Environment.ProcessorCount), cancel);
    }

    private async Task<ServiceServer> ServePoolAsync(string name, Func<object> make, ServeOptions options, int size, CancellationToken cancel)
    {
        var pool = new List<object>(size);
        try
        {
            while (pool.Count < size)
                pool.Add(make());
            return await ServeAsync(name, new Served(MethodTable.Of(pool[0].GetType()), pool, size, IsOwner: true), options, cancel).ConfigureAwait(false);
        }
        catch
        {
            await Instances.DisposeAsync(pool).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<ServiceServer> ServeAsync(string name, Served served, ServeOptions options, CancellationToken cancel)
    {
        CheckName(name);
        if (options.Version.Length > 0)
            CheckText(options.Version, "the version of a service");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Labels.Count, MaxLabels, nameof(options));
        if (served.Methods.Methods.All(method => method.NotCallable is not null))
            throw new ActorsException(ErrorCodes.Invalid, $"{served.Instances[0].GetType()} has no public method that can be called by name");
        var callee = new MethodCallee(served.Methods, served.Instances, _settings.Sizes);
        var plan = new ServiceHostPlan
        {
            Host = CallId.New(_ids).ToString(),
            Service = name,
            Version = options.Version,
            Labels = [.. options.Labels.Select(label => CheckText(label, "a label"))],
            Shape = Fitting(ServiceShapes.Of(served.Methods.Methods, options), served.Instances[0].GetType()),
            Callee = callee,
            Terms = _settings.Host with { Slots = served.Slots },
            Threads = _threads,
            Time = _time,
            MaxReplyBytes = _settings.Sizes.ResultBytes,
            Link = _link,
        };
        var server = new ServiceServer(_system.ActorOf(ServiceHost.Props(plan, _route)), plan, _settings.LeaveTimeout, () => ForgetAsync(plan.Host, callee, served));
        lock (_gate)
            _served.Add(server);
        try
        {
            var first = await Task.WhenAny(plan.Registered.Task, plan.Ended.Task).WaitAsync(_settings.Client.Patience, _time, cancel).ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            throw new ActorsException(ErrorCodes.Unavailable, $"no node with the role broker takes service {name} up", failure);
        }

        return server;
    }

    private Task ForgetAsync(string host, MethodCallee callee, Served served)
    {
        lock (_gate)
            _served.RemoveWhere(server => server.Host == host);
        callee.Release();
        return served.IsOwner ? Instances.DisposeAsync(served.Instances) : Task.CompletedTask;
    }

    private static int ConcurrencyOf(ServeOptions options, int usual) => options.Concurrency switch
    {
        null => usual,
        >= 1 and var calls => calls,
        var calls => throw new ArgumentOutOfRangeException(nameof(options), calls, $"{nameof(ServeOptions)}.{nameof(ServeOptions.Concurrency)} is 1 or more"),
    };

    /// <summary>Signatures are for people, and the first to be left out of what is too long for a message.</summary>
    private static ServiceShape Fitting(ServiceShape shape, Type type)
    {
        if (shape.CalculateSize() > MaxShapeBytes)
        {
            foreach (var method in shape.Methods)
                method.Signature = "";
        }

        return shape.CalculateSize() <= MaxShapeBytes ? shape : throw new ActorsException(
            ErrorCodes.Invalid, $"{type} has {shape.Methods.Count} methods with names of {shape.Methods.Sum(method => method.Name.Length)} letters: more than fits a message; serve some of them under another name");
    }

    /// <param name="Methods">Those of their class.</param>
    /// <param name="Instances">At least one.</param>
    /// <param name="Slots">Calls at a time, of all of them together.</param>
    /// <param name="IsOwner">Whether they end with the server.</param>
    private sealed record Served(MethodTable Methods, IReadOnlyList<object> Instances, int Slots, bool IsOwner);
}
