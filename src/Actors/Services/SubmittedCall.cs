using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>A call whose reply is kept. Whoever knows its service and key finds it again with <see cref="ServicesClient.Submitted"/>.</summary>
public sealed class SubmittedCall
{
    // Below the time after which a way through the receptionist is closed for being silent.
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(10);

    private readonly ServicesClient _services;
    private readonly string _service;
    private readonly CallId _id;
    private readonly string? _key;

    internal SubmittedCall(ServicesClient services, string service, CallId id, string? key) => (_services, _service, _id, _key) = (services, service, id, key);

    /// <summary>32 lower-case hex digits.</summary>
    public string Id => _id.ToString();

    /// <summary>How it stands just now.</summary>
    public async Task<SubmittedState> StateAsync(CancellationToken cancel = default) =>
        (SubmittedState)(await ShowAsync(TimeSpan.Zero, cancel).ConfigureAwait(false)).State;

    /// <summary>Waits for the result.</summary>
    /// <exception cref="ActorsException">
    /// The call failed, its reply has expired (<see cref="ErrorCodes.Expired"/>), or nobody knows it (<see cref="ErrorCodes.NotFound"/>).
    /// </exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public async Task<T> ResultAsync<T>(CancellationToken cancel = default)
    {
        while (true)
        {
            var shown = await ShowAsync(LongPoll, cancel).ConfigureAwait(false);
            if (shown.State != ReplyState.ReplyNotReady)
                return Take<T>(shown);
        }
    }

    /// <summary>The result, if it is there.</summary>
    /// <exception cref="ActorsException">As of <see cref="ResultAsync"/>; <see cref="ErrorCodes.Incomplete"/>: it is not there yet.</exception>
    public async Task<T> ResultNowAsync<T>(CancellationToken cancel = default) => Take<T>(await ShowAsync(TimeSpan.Zero, cancel).ConfigureAwait(false));

    /// <summary>
    /// Ends it: if it waits it does not run, if it runs its method's token is told. What is kept then is that it failed as <see cref="ErrorCodes.Cancelled"/>, for all who submitted it with its key;
    /// of a method that ends all the same, what it gave. It returns when the broker knows; <see cref="ResultAsync"/> waits for the end.
    /// </summary>
    /// <exception cref="ActorsException"><see cref="ErrorCodes.NotFound"/>: nobody knows it.</exception>
    public async Task CancelAsync(CancellationToken cancel = default)
    {
        _services.Tell(new CancelCalls { Service = _service, CallIds = { _id.ToWire() } });
        // Asked afterwards on the same way: whoever answers has heard of it.
        var shown = await ShowAsync(TimeSpan.Zero, cancel).ConfigureAwait(false);
        if (shown.State == ReplyState.ReplyUnknown)
            throw Unknown();
    }

    /// <summary>Words that its caller knows.</summary>
    private string Name => _key is null ? $"call {_id} of {_service}" : $"the call with key {_key} of {_service}";

    private ActorsException Unknown() => new(
        ErrorCodes.NotFound,
        $"no broker knows {(_key is null ? "a " : "")}{Name}: it was not submitted, its result expired long ago, or the broker that had it is gone");

    private T Take<T>(ReplyShown shown) => shown.State switch
    {
        ReplyState.ReplyReady => ResultReader.Read<T>(_service, _services.ResultOf(shown.Reply).Value),
        ReplyState.ReplyNotReady => throw new ActorsException(ErrorCodes.Incomplete, $"{Name} has not ended yet"),
        ReplyState.ReplyExpired => throw new ActorsException(ErrorCodes.Expired, $"the result of {Name} was kept for its time, which is over"),
        _ => throw Unknown(),
    };

    private Task<ReplyShown> ShowAsync(TimeSpan wait, CancellationToken cancel) => _services.AskAsync<ReplyShown>(
        number => new GetReply { RequestId = number, Service = _service, CallId = _id.ToWire(), WaitMs = (long)wait.TotalMilliseconds }, wait, cancel);
}

/// <summary>How a submitted call stands.</summary>
public enum SubmittedState
{
    /// <summary>Nobody knows it: it was never submitted, its broker is gone, or it expired long ago.</summary>
    Unknown = 0,

    /// <summary>It waits or runs.</summary>
    NotReady = 1,

    /// <summary>Its reply is there, be it a result or a failure.</summary>
    Ready = 2,

    /// <summary>Its reply was there for its time.</summary>
    Expired = 3,
}
