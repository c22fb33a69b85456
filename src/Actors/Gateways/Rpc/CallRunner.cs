using System.Buffers;
using Actors.Services;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Gateways.Rpc;

/// <summary>Runs calls on the target and turns what comes of it into replies, within the limits of the server. Shared by all connections.</summary>
internal sealed class CallRunner(ICallTarget target, MethodLimits limits, SocketServerOptions options, Action<string> log)
{
    // Counts methods that run, not calls: a stream that waits for its client holds no place.
    private readonly SemaphoreSlim _places = new(options.Concurrency);

    /// <summary>The reply, whatever happens.</summary>
    /// <param name="call">Its stream, if it gives one, goes item by item only when it has credit.</param>
    /// <param name="send">Sends a frame before the reply.</param>
    /// <exception cref="BrokenConnectionException">The connection broke while a stream was sent.</exception>
    public async Task<byte[]> ReplyAsync(ServerCall call, Func<byte[], Task> send)
    {
        try
        {
            var arguments = Arguments.Of(call.Params);
            call.OwnTime = limits.TimeoutOf(call.Method);
            call.LimitTo(options.CallTimeout);
            call.Permit = await limits.EnterAsync(call.Method, arguments, call.Cancel).ConfigureAwait(false);
            var result = await RunAsync(call, cancel => target.CallAsync(call.Method, arguments, cancel)).ConfigureAwait(false);
            if (result.Items == null) return Fit(RpcJson.Result(call.Id, result.Value.Span));
            var items = result.Items.GetAsyncEnumerator(call.Cancel);
            call.Items = items;
            if (call.Credit == null) return Fit(RpcJson.Result(call.Id, await GatherAsync(call, items).ConfigureAwait(false)));
            await StreamAsync(call, items, call.Credit, send).ConfigureAwait(false);
            return RpcJson.Result(call.Id, "null"u8);
        }
        catch (Exception failure) when (failure is not BrokenConnectionException)
        {
            // All that goes wrong with a call is its caller's to know.
            return RpcJson.Error(call.Id, Explain(failure, call), options.MaxFrameBytes);
        }
    }

    /// <summary>Has the method do something, on another thread than the connection's, and waits no longer than the call may take.</summary>
    private async Task<T> RunAsync<T>(ServerCall call, Func<CancellationToken, Task<T>> start)
    {
        call.LimitTo(options.CallTimeout);
        await _places.WaitAsync(call.Cancel).ConfigureAwait(false);
        var work = WorkAsync(start, call.Cancel);
        call.Work = work;
        return await work.WaitAsync(call.Cancel).ConfigureAwait(false);
    }

    private async Task<T> WorkAsync<T>(Func<CancellationToken, Task<T>> start, CancellationToken cancel)
    {
        try
        {
            await Task.Yield(); // a method that blocks must block neither the connection's reader nor who waits for its time to be over
            return await start(cancel).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task StreamAsync(ServerCall call, IAsyncEnumerator<ReadOnlyMemory<byte>> items, StreamCredit credit, Func<byte[], Task> send)
    {
        await send(RpcJson.About(ReservedMethods.Stream, call.Id)).ConfigureAwait(false);
        while (await RunAsync(call, _ => items.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            call.LimitTo(Timeout.InfiniteTimeSpan);
            var frame = RpcJson.Item(call.Id, items.Current.Span);
            if (frame.Length > options.MaxFrameBytes) throw TooLarge("an item of the stream");
            await AwaitCreditAsync(call, credit).ConfigureAwait(false);
            credit.Spend(frame.Length);
            await send(frame).ConfigureAwait(false);
        }

        call.HasReadAll = true;
    }

    private async Task AwaitCreditAsync(ServerCall call, StreamCredit credit)
    {
        try
        {
            await credit.WaitAsync().WaitAsync(options.StreamPatience, options.Time, call.Cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"the stream was ended: its client took nothing for {options.StreamPatience}");
        }
    }

    /// <summary>The whole stream as one array, for a client that knows nothing of streams.</summary>
    private async Task<byte[]> GatherAsync(ServerCall call, IAsyncEnumerator<ReadOnlyMemory<byte>> items)
    {
        var array = new ArrayBufferWriter<byte>();
        array.Write("["u8);
        while (await RunAsync(call, _ => items.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            if (array.WrittenCount > 1) array.Write(","u8);
            array.Write(items.Current.Span);
            if (array.WrittenCount > options.MaxFrameBytes) throw TooLarge("the stream as one array");
        }

        call.HasReadAll = true;
        array.Write("]"u8);
        return array.WrittenSpan.ToArray();
    }

    private byte[] Fit(byte[] reply) => reply.Length <= options.MaxFrameBytes ? reply : throw TooLarge("the result");

    private ActorsException TooLarge(string what) => new(ErrorCodes.TooLarge, $"{what} is larger than a frame may be, {options.MaxFrameBytes} bytes");

    private RpcProblem Explain(Exception failure, ServerCall call)
    {
        if (failure is OperationCanceledException or ActorsException { Code: ErrorCodes.Cancelled } && call.Cancel.IsCancellationRequested)
        {
            return call.CancelledBecause is { } reason
                ? RpcProblem.Of(ErrorCodes.Cancelled, reason)
                : RpcProblem.Of(ErrorCodes.Timeout, $"'{call.Method}' took longer than {(call.OwnTime < options.CallTimeout ? call.OwnTime : options.CallTimeout)}");
        }

        var problem = RpcProblem.From(failure);
        if (problem.Number == RpcCodes.InternalError) log($"'{call.Method}' was answered with an internal error: {failure}");
        return options.ShowStacks ? problem : problem with { RemoteStack = null };
    }
}
