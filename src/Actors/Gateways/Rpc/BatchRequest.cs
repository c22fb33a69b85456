using System.Buffers;
using Actors.Services;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Gateways.Rpc;

/// <summary>One call or notification that waits to be sent with others.</summary>
internal abstract class BatchEntry(string method, ReadOnlyMemory<byte> parameters)
{
    public string Method => method;

    public ReadOnlyMemory<byte> Params => parameters;

    public virtual bool IsNotification => false;

    /// <summary>Keeps what came of it, an error included; throws only what concerns the whole batch.</summary>
    public abstract Task TakeAsync(Task<MethodResult> reply, CancellationToken limit);

    public abstract void Fail(Exception failure);
}

internal sealed class BatchNotification(string method, ReadOnlyMemory<byte> parameters) : BatchEntry(method, parameters)
{
    public override bool IsNotification => true;

    public override Task TakeAsync(Task<MethodResult> reply, CancellationToken limit) => Task.CompletedTask;

    public override void Fail(Exception failure)
    {
    }
}

internal sealed class BatchCall<T>(string method, ReadOnlyMemory<byte> parameters) : BatchEntry(method, parameters)
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => _result.Task;

    public override async Task TakeAsync(Task<MethodResult> reply, CancellationToken limit)
    {
        try
        {
            var result = await reply.WaitAsync(limit).ConfigureAwait(false);
            _result.TrySetResult(await ResultReader.ReadAsync<T>(Method, result, limit).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is ActorsException or RemoteException)
        {
            Fail(failure);
        }
    }

    public override void Fail(Exception failure)
    {
        // Not everybody looks at every call of a batch.
        if (_result.TrySetException(failure)) _ = _result.Task.Exception;
    }
}

internal static class BatchRequest
{
    /// <summary>Null when the connection has closed: nothing was sent.</summary>
    public static byte[]? Write(IReadOnlyList<BatchEntry> entries, RpcClientConnection connection, List<(BatchEntry Entry, PendingCall Call)> calls)
    {
        var array = new ArrayBufferWriter<byte>();
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            array.Write(i == 0 ? "["u8 : ","u8);
            var id = default(RpcId);
            if (!entry.IsNotification)
            {
                var number = connection.NextId();
                if (connection.TryAdd(number, holdsPlace: false) is not { } call) return null;
                calls.Add((entry, call));
                id = RpcId.Of(number);
            }

            RpcJson.WriteRequest(array, id, entry.Method, entry.Params.Span);
        }

        array.Write("]"u8);
        return array.WrittenSpan.ToArray();
    }
}
