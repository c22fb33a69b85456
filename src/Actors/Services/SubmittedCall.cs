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

    internal SubmittedCall(ServicesClient services, string service, CallId id) => (_services, _service, _id) = (services, service, id);

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

    private T Take<T>(ReplyShown shown) => shown.State switch
    {
        ReplyState.ReplyReady => ResultReader.Read<T>(_service, _services.ResultOf(shown.Reply).Value),
        ReplyState.ReplyNotReady => throw new ActorsException(ErrorCodes.Incomplete, $"the call {_id} of {_service} has not ended yet"),
        ReplyState.ReplyExpired => throw new ActorsException(ErrorCodes.Expired, $"the reply to call {_id} of {_service} was kept for its time, which is over"),
        _ => throw new ActorsException(ErrorCodes.NotFound, $"no broker knows a call {_id} of {_service} whose reply is kept"),
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
