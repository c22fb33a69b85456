using Actors.Futures.Book;
using Actors.Futures.Internal;
using Actors.Futures.Library;
using Actors.Services;
using Akka.Actor;

namespace Actors.Futures;

/// <summary>
/// Has functions computed by the workers of a cluster, and leaves their values there: a <see cref="Future{T}"/> stands for one, also as an argument of other functions. A value that is lost with
/// its worker is computed again, from the same arguments, if it is still needed. Safe for use by several threads.
/// </summary>
/// <remarks>
/// A function is a public static method of a class or an assembly that is marked <see cref="FunctionsAttribute"/> and that the workers have, or were given by <see cref="DeployAsync"/>. Arguments and values are JSON.
/// </remarks>
/// <example><code>
/// var counts = cloud.Futures.Map(Words.Count, texts);
/// int total = await cloud.Futures.Submit(Words.Sum, Argument.List(counts));
/// </code></example>
public sealed partial class FuturesClient
{
    // With what else is in its message, and as a request on a shelf, that is never a burden.
    internal const long MaxArgumentBytes = 40 * 1024;
    private const int MaxNameLength = 200;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly ServicesClient _services;
    private readonly FuturesSettings _settings;
    private readonly FutureCalls _calls;
    private readonly FutureKeys _keys;
    private readonly FutureReader _reader;
    private readonly TrackerPort _tracker = new();
    private readonly IActorRef _actor;

    internal FuturesClient(ActorSystem system, ServicesClient services, IdSource ids, TimeProvider time)
    {
        (_time, _ids, _services) = (time, ids, services);
        _settings = FuturesSettings.From(system.Settings.Config.WithFallback(ReferenceConfig.Config));
        var name = CallId.New(ids).ToString();
        _calls = new FutureCalls(services, name, _settings);
        _keys = new FutureKeys(name, ids);
        _reader = new FutureReader(
            (key, cancel) => _tracker.AskAsync<FuturePlace>(answer => new TrackerProtocol.Read(key, answer), cancel),
            _calls.GetAsync,
            (key, worker) => _tracker.Tell(new TrackerProtocol.NotThere(key, worker)),
            time);
        _actor = system.ActorOf(FutureTracker.Props(_tracker, _calls, _settings));
        _tracker.Attach(_actor);
    }

    internal async Task CloseAsync()
    {
        try
        {
            await _tracker.AskAsync<bool>(answer => new TrackerProtocol.Leave(answer)).WaitAsync(ClosePatience, _time).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or ActorsException)
        {
            // Leases will end; or it has left with its actor system.
        }

        await _actor.GracefulStop(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
    }

    private Future<T> Make<T>(Delegate function, FutureOptions? options, ReadOnlySpan<ArgumentNode> arguments, IEnumerable<IFuture> futures)
    {
        options ??= FutureOptions.Default;
        var name = FunctionNames.Of(function);
        name.Deployed = !_deployed.IsEmpty && _deployed.ContainsKey(FunctionBuild.Of(function.Method.Module.Assembly));
        ArgumentNode[] nodes = [.. arguments];
        IFuture[] inputs = [.. futures];
        var size = nodes.Sum(node => (long)JsonBytes(node));
        if (size > MaxArgumentBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"the arguments of {name.Method} have {size} bytes of JSON; at most {MaxArgumentBytes} travel with a function: scatter large ones and pass the futures");
        var work = new FutureWork(name, nodes) { Priority = options.Priority, Workers = Names(options.Workers), Labels = Names(options.Labels) };
        var cell = new FutureCell(_keys.Of(name, function.Method, nodes, options));
        _tracker.Tell(new TrackerProtocol.Submit(cell, work, [.. inputs.Select(input => input.Key)]));
        GC.KeepAlive(inputs); // they must not be released before
        return FutureOf<T>(cell);
    }

    private static IReadOnlyCollection<string> Names(IReadOnlyCollection<string> names) => names.FirstOrDefault(name => name.Length > MaxNameLength) is { } tooLong
        ? throw new ActorsException(ErrorCodes.Invalid, $"a worker's name or label has at most {MaxNameLength} characters, not {tooLong.Length}")
        : names;

    private static int JsonBytes(ArgumentNode node) => node.NodeCase switch
    {
        ArgumentNode.NodeOneofCase.Json => node.Json.Length,
        ArgumentNode.NodeOneofCase.List => node.List.Nodes.Sum(JsonBytes),
        _ => 0,
    };

    private Future<T> FutureOf<T>(FutureCell cell) => new(new FutureHandle(cell, _tracker, _reader));
}
