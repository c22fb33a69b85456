using Actors.Services.Methods;

namespace Actors.Gateways.Rpc;

/// <summary>A request that has no final reply yet. Changed by the reader of its connection, and by whoever breaks the connection.</summary>
internal sealed class PendingCall(RpcClientConnection connection, long id, bool holdsPlace)
{
    private readonly TaskCompletionSource<MethodResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientStream? _stream;

    public long Id => id;

    /// <summary>Those of a batch share one place, which is not theirs to give back.</summary>
    public bool HoldsPlace => holdsPlace;

    /// <summary>The value, or the stream as soon as it begins; fails with what the server said, or <see cref="BrokenConnectionException"/>.</summary>
    public Task<MethodResult> Result => _result.Task;

    public void BeginStream(int windowBytes)
    {
        if (_stream != null || _result.Task.IsCompleted) return;
        _stream = new ClientStream(connection, id, windowBytes);
        if (!_result.TrySetResult(new MethodResult(_stream))) _stream.End(null);
    }

    /// <param name="item">As JSON.</param>
    /// <param name="cost">The bytes of its frame.</param>
    public void Add(ReadOnlyMemory<byte> item, int cost) => _stream?.Add(item, cost);

    public void Succeed(ReadOnlyMemory<byte> json)
    {
        if (_stream != null) _stream.End(null);
        else _result.TrySetResult(new MethodResult(json));
    }

    public void Fail(Exception failure)
    {
        if (_stream != null)
        {
            _stream.End(failure is BrokenConnectionException ? LostCalls.Lost(failure) : failure);
            return;
        }

        if (_result.TrySetException(failure)) _ = _result.Task.Exception; // who has stopped waiting does not look
    }
}

internal static class LostCalls
{
    public static ActorsException Lost(Exception cause) =>
        new(ErrorCodes.Lost, $"{cause.Message} before the answer came: the method may have run or not", cause);
}
