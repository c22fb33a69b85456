using System.Runtime.CompilerServices;
using Actors.Client.Internal;
using Actors.Futures.Internal;
using Actors.Links;
using Actors.Services.Calls;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Actors.Services.Methods;
using Actors.Services.Proxies;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services;

/// <summary>
/// Serves objects under a name, and calls the methods of what others serve. Arguments and results are JSON. Safe for use by several threads. Failures are
/// <see cref="ActorsException"/> with a code; what a method threw is a <see cref="RemoteException"/>.
/// </summary>
public sealed partial class ServicesClient
{
    private const int MaxNameLength = 200;
    private static readonly string[] NoNames = [];

    private readonly ActorSystem _system;
    private readonly ServiceRoute _route;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly ServicesSettings _settings;
    private readonly LinkSettings _link;
    private readonly CallInbox _inbox = new();
    private readonly IActorRef _client;
    private readonly CallThreads _threads;
    private readonly Lock _gate = new(); // guards _served
    private readonly HashSet<ServiceServer> _served = [];

    internal ServicesClient(ActorSystem system, ServiceRoute route, string name, IdSource ids, TimeProvider time)
    {
        (_system, _route, _ids, _time) = (system, route, ids, time);
        var config = system.Settings.Config.WithFallback(ReferenceConfig.Config);
        _settings = ServicesSettings.From(config);
        _link = ServicesSettings.LinkOf(config);
        _threads = new CallThreads(_settings.MaxThreads, TimeSpan.FromSeconds(10));
        _client = system.ActorOf(CallClient.Props(name, route, _inbox, _settings.Client, _link));
        _inbox.Attach(_client);
    }

    internal SizeLimits Sizes => _settings.Sizes;

    /// <summary>Calls a method and reads its result.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="method">Of one of its methods.</param>
    /// <param name="arguments">Positional ones; a <see cref="CancellationToken"/> and <see cref="CallOptions"/> among them are for the call.</param>
    /// <exception cref="ActorsException">It did not come to a result; the code says why.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public Task<T> CallAsync<T>(string service, string method, params object?[] arguments) => CallAsync<T>(service, method, arguments, CallOptions.Default);

    /// <inheritdoc cref="CallAsync{T}(string, string, object?[])"/>
    public async Task<T> CallAsync<T>(string service, string method, IReadOnlyList<object?> arguments, CallOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(options);
        var (given, token) = CallArguments.Of(arguments, NoNames, Sizes);
        using var both = Both(ref cancel, token);
        var result = await InvokeAsync(service, method, given, options, cancel).ConfigureAwait(false);
        return await ResultReader.ReadAsync<T>(method, result, cancel).ConfigureAwait(false);
    }

    /// <summary>Calls a method that gives many values, and reads them as they come. The call begins with the reading; leaving early stops the method.</summary>
    /// <inheritdoc cref="CallAsync{T}(string, string, object?[])"/>
    public IAsyncEnumerable<T> StreamAsync<T>(string service, string method, params object?[] arguments) => StreamAsync<T>(service, method, arguments, CallOptions.Default);

    /// <inheritdoc cref="StreamAsync{T}(string, string, object?[])"/>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string service, string method, IReadOnlyList<object?> arguments, CallOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(options);
        var (given, token) = CallArguments.Of(arguments, NoNames, Sizes);
        using var both = Both(ref cancel, token);
        var result = await InvokeAsync(service, method, given, options, cancel).ConfigureAwait(false);
        await foreach (var value in ResultReader.Items<T>(method, result, cancel).ConfigureAwait(false))
            yield return value;
    }

    /// <summary>A client of one service, to be used as <c>dynamic</c>, as an interface, or with names as strings. It costs nothing to make or to drop.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="options">Of all its calls. Null: the defaults.</param>
    /// <example><code>
    /// dynamic c = cloud.Services.Client("math");
    /// int x = await c.add(6, 8);
    /// </code></example>
    public ServiceClient Client(string service, CallOptions? options = null) => new(this, CheckName(service), options ?? CallOptions.Default);

    /// <summary>A proxy whose methods are calls: they may return a value, a task, or an <see cref="IAsyncEnumerable{T}"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is no interface, or has something that no call can be.</exception>
    public T Client<T>(string service, CallOptions? options = null)
        where T : class => Client(service, options).As<T>();

    /// <summary>
    /// Submits a call whose reply is kept for whoever asks for it later. It returns when a broker has accepted it. With a <see cref="CallOptions.Key"/> that was used before it is the call of
    /// that time. Replies are in a broker's memory: they follow their service when it gets another
    /// broker, and are lost with one that is killed.
    /// </summary>
    /// <param name="service">The service's name.</param>
    /// <param name="method">Of one of its methods.</param>
    /// <param name="arguments">Positional ones.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancel">Stops waiting; the call may have been accepted.</param>
    public async Task<SubmittedCall> SubmitAsync(string service, string method, IReadOnlyList<object?> arguments, CallOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var (given, token) = CallArguments.Of(arguments, NoNames, Sizes);
        using var both = Both(ref cancel, token);
        return await SubmitCallAsync(service, method, given, options ?? CallOptions.Default, cancel).ConfigureAwait(false);
    }

    internal async Task<SubmittedCall> SubmitCallAsync(string service, string method, Arguments arguments, CallOptions options, CancellationToken cancel)
    {
        options = arguments.Options ?? options;
        if (arguments.Bytes > ServicesSettings.InlineBytes)
        {
            throw new ActorsException(
                ErrorCodes.TooLarge,
                $"the arguments of {service}.{method} have {arguments.Bytes} bytes of JSON; those of a submitted call stay with its broker, at most {ServicesSettings.InlineBytes}: put them into the store and pass the object's id");
        }

        var call = MessageOf(service, method, arguments, options);
        call.KeepMs = WireTimes.Of(options.KeepFor);
        if (options.Timeout is null)
            call.RemainingMs = 0; // nobody waits
        var pending = PendingCall.Of(service, call, arguments, _settings.Client.Timeout);
        var reply = await SendAsync(pending, cancel).ConfigureAwait(false);
        return reply.OutcomeCase == CallReply.OutcomeOneofCase.Accepted ? new SubmittedCall(this, service, pending.Id, options.Key) : throw (reply.Failure ?? Unexpected(reply)).ToException();
    }

    /// <summary>The call that was submitted with a key, by this program or another one.</summary>
    public SubmittedCall Submitted(string service, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new SubmittedCall(this, CheckName(service), CallId.FromKey(service, key), key);
    }

    internal async Task<MethodResult> InvokeAsync(string service, string method, Arguments arguments, CallOptions options, CancellationToken cancel)
    {
        options = arguments.Options ?? options;
        var call = MessageOf(service, method, arguments, options);
        var pending = PendingCall.Of(service, call, arguments, options.Timeout ?? _settings.Client.Timeout);
        var reply = await SendAsync(pending, cancel).ConfigureAwait(false);
        return ResultOf(reply);
    }

    internal MethodResult ResultOf(CallReply reply) => reply.OutcomeCase switch
    {
        CallReply.OutcomeOneofCase.Value => new MethodResult(reply.Value.Memory),
        CallReply.OutcomeOneofCase.Stream => new MethodResult(Open(reply.Stream)),
        CallReply.OutcomeOneofCase.Failure => throw reply.Failure.ToException(),
        _ => throw Unexpected(reply).ToException(),
    };

    /// <summary>Asks until there is an answer, within the settings' patience.</summary>
    internal async Task<T> AskAsync<T>(Func<ulong, IMessage> request, TimeSpan wait, CancellationToken cancel)
        where T : class, IMessage
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var message = await AskOnceAsync(request, wait + _settings.Client.CheckAfter, cancel).ConfigureAwait(false);
            if (message is T answer)
                return answer;
            var failure = message as ServiceRequestFailed;
            if (_time.GetElapsedTime(began) > _settings.Client.Patience + wait)
                throw new ActorsException(failure?.Code ?? ErrorCodes.Timeout, failure?.Message ?? "no broker answers");
            if (failure is not null)
                await Task.Delay(_settings.Client.RetryPause, _time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Says something to the brokers that nobody answers.</summary>
    internal void Tell(IMessage message) => _client.Tell(new CallClient.Say(message));

    internal async Task CloseAsync()
    {
        ServiceServer[] served;
        lock (_gate)
            served = [.. _served];
        await Task.WhenAll(served.Select(server => server.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _client.GracefulStop(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
    }

    /// <summary>Makes one token of two; dispose of what is returned when the call is over.</summary>
    private static CancellationTokenSource? Both(ref CancellationToken cancel, CancellationToken other)
    {
        if (!cancel.CanBeCanceled)
            cancel = other;
        if (!other.CanBeCanceled || cancel == other)
            return null;
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, other);
        cancel = both.Token;
        return both;
    }

    private static CallFailure Unexpected(CallReply reply) => new() { Code = ErrorCodes.Failed, Message = $"the reply is a {reply.OutcomeCase}, which was not asked for" };

    private static string CheckName(string service) => CheckText(service, "the name of a service")[0] != FutureCalls.Hidden
        ? service
        : throw new ActorsException(ErrorCodes.Invalid, $"names that begin with {FutureCalls.Hidden} are the product's own: {service}");

    /// <summary>What travels with each call has to leave room for its arguments.</summary>
    private static string CheckText(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text, what);
        if (text.Length == 0)
            throw new ArgumentException($"{what} is empty");
        return text.Length <= MaxNameLength ? text : throw new ActorsException(ErrorCodes.Invalid, $"{what} has at most {MaxNameLength} characters, not {text.Length}");
    }

    private static CallPlacement? PlacementOf(CallOptions options)
    {
        if (options.Hosts.Count == 0 && options.Labels.Count == 0)
            return null;
        return new CallPlacement
        {
            Hosts = { options.Hosts.Select(host => CheckText(host, "the id or address of a host")) },
            Labels = { options.Labels.Select(label => CheckText(label, "a label")) },
        };
    }

    private ServiceCall MessageOf(string service, string method, Arguments arguments, CallOptions options)
    {
        CheckName(service);
        CheckText(method, "the name of a method");
        if (options.LimitKey is { Length: > 0 } key)
            CheckText(key, "a limit key");
        if (arguments.Bytes > _settings.Sizes.ArgumentBytes)
        {
            throw new ActorsException(
                ErrorCodes.TooLarge,
                $"the arguments of {service}.{method} have {arguments.Bytes} bytes of JSON; at most {_settings.Sizes.ArgumentBytes} may travel (actors.services.max-argument-size): put them into the store and pass the object's id");
        }

        var timeout = options.Timeout ?? _settings.Client.Timeout;
        return new ServiceCall
        {
            CallId = (options.Key is { } once ? CallId.FromKey(service, once) : CallId.New(_ids)).ToWire(),
            Method = method,
            RemainingMs = timeout > TimeSpan.Zero ? WireTimes.Of(timeout) : 0,
            IsDefaultTime = options.Timeout is null,
            Priority = options.Priority,
            LimitKey = options.LimitKey ?? "",
            Placement = PlacementOf(options),
            IsKeyed = options.Key is not null,
        };
    }

    private Task<CallReply> SendAsync(PendingCall call, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _inbox.Add(call);
        return cancel.CanBeCanceled ? WaitAsync(call, cancel) : call.WaitAsync();
    }

    private async Task<CallReply> WaitAsync(PendingCall call, CancellationToken cancel)
    {
        var reply = call.WaitAsync();
        var registration = cancel.UnsafeRegister(_ => Cancel(call, cancel), null);
        await using (registration.ConfigureAwait(false))
            return await reply.ConfigureAwait(false);
    }

    private void Cancel(PendingCall call, CancellationToken cancel)
    {
        call.Reply.TrySetCanceled(cancel);
        _client.Tell(new CallClient.Cancel(call));
    }

    private IAsyncEnumerable<ReadOnlyMemory<byte>> Open(ReplyStream stream)
    {
        var reading = new StreamReading();
        _inbox.Add(new CallClient.OpenStream(stream, reading));
        return reading.ValuesAsync();
    }

    private async Task<IMessage?> AskOnceAsync(Func<ulong, IMessage> request, TimeSpan limit, CancellationToken cancel)
    {
        var number = RequestIds.New(_ids);
        var answer = new TaskCompletionSource<IMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.Tell(new CallClient.Question(number, request(number), answer));
        try
        {
            return await answer.Task.WaitAsync(limit, _time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _client.Tell(new CallClient.ForgetQuestion(number));
        }
    }
}
