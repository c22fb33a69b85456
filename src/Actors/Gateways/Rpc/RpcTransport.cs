using System.Runtime.ExceptionServices;
using Actors.Services;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Gateways.Rpc;

/// <summary>Carries calls to one server: finds a place on a connection, keeps the time limit, sends again what may be sent again.</summary>
internal sealed class RpcTransport(RpcPool pool, RpcOptions options) : ICallTarget
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public RpcOptions Options => options;

    public RpcPool Pool => pool;

    public Task<MethodResult> CallAsync(string method, Arguments arguments, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(method);
        var parameters = ParamsOf(arguments);
        return WithinTimeAsync(method, limit => AttemptAsync(method, parameters, limit), cancel);
    }

    /// <summary>Handed to the network; nobody says whether it arrived.</summary>
    public Task NotifyAsync(string method, Arguments arguments, CancellationToken cancel)
    {
        var frame = Fit(RpcJson.Request(default, method, ParamsOf(arguments).Span));
        return WithinTimeAsync(method, limit => OnConnectionAsync(frame, limit), cancel);
    }

    /// <summary>Sends many requests in one frame and waits for their replies; each entry gets its own.</summary>
    public Task SendBatchAsync(IReadOnlyList<BatchEntry> entries, CancellationToken cancel) =>
        WithinTimeAsync("a batch", limit => AttemptBatchAsync(entries, limit), cancel);

    /// <summary>JSON-RPC has an array or an object.</summary>
    /// <exception cref="ActorsException">bad-arguments: both are given; invalid: there are options among them.</exception>
    public static ReadOnlyMemory<byte> ParamsOf(Arguments arguments)
    {
        if (arguments.Options is not null)
            throw new ActorsException(ErrorCodes.Invalid, "CallOptions are for services of a cluster; a socket server knows none: RpcOptions and RpcClient.With say how its calls are made");
        if (arguments.Named.IsEmpty) return arguments.Positional;
        return arguments.Positional.IsEmpty
            ? arguments.Named
            : throw new ActorsException(ErrorCodes.BadArguments, "name all arguments or none: JSON-RPC has no way to say both");
    }

    private Task<bool> WithinTimeAsync(string what, Func<CancellationToken, Task> attempt, CancellationToken cancel) =>
        WithinTimeAsync(what, async limit =>
        {
            await attempt(limit).ConfigureAwait(false);
            return true;
        }, cancel);

    private async Task<T> WithinTimeAsync<T>(string what, Func<CancellationToken, Task<T>> attempt, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(options.Timeout, options.Time);
        await using var given = cancel.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            return await RepeatAsync(attempt, limit.Token).ConfigureAwait(false);
        }
        catch (BrokenConnectionException broken)
        {
            cancel.ThrowIfCancellationRequested();
            throw LostCalls.Lost(broken);
        }
        catch (OperationCanceledException over)
        {
            cancel.ThrowIfCancellationRequested();
            throw new ActorsException(ErrorCodes.Timeout, $"{pool.Address}: no answer to '{what}' within {options.Timeout}", over);
        }
    }

    /// <summary>Once, or, where calls are repeatable, until there is an answer or the time is over; then the last failure tells why there was none.</summary>
    private async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken limit)
    {
        ExceptionDispatchInfo? last = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await attempt(limit).ConfigureAwait(false);
            }
            catch (Exception failure) when (options.Repeatable && failure is BrokenConnectionException or ActorsException { Code: ErrorCodes.Unreachable or ErrorCodes.Unavailable })
            {
                last = ExceptionDispatchInfo.Capture(failure);
            }
            catch (OperationCanceledException) when (last != null)
            {
                last.Throw();
            }

            await Task.Delay(pause, options.Time, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested) last.Throw();
        }
    }

    private async Task<MethodResult> AttemptAsync(string method, ReadOnlyMemory<byte> parameters, CancellationToken limit)
    {
        while (true)
        {
            var connection = await pool.TakeAsync(limit).ConfigureAwait(false);
            var id = connection.NextId();
            byte[] frame;
            try
            {
                frame = Fit(RpcJson.Request(RpcId.Of(id), method, parameters.Span));
            }
            catch
            {
                pool.GiveBack(connection);
                throw;
            }

            if (connection.TryAdd(id, holdsPlace: true) is { } call) return await AwaitAsync(connection, call, frame, limit).ConfigureAwait(false);
            pool.GiveBack(connection); // it closed before anything was sent: another one will do
        }
    }

    private static async Task<MethodResult> AwaitAsync(RpcClientConnection connection, PendingCall call, byte[] frame, CancellationToken limit)
    {
        try
        {
            // A frame that waits behind others is on its way already: it goes, and its cancellation after it.
            await connection.SendAsync(frame).WaitAsync(limit).ConfigureAwait(false);
            return await call.Result.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            connection.Abandon(call.Id);
            throw;
        }
        catch (BrokenConnectionException broken)
        {
            connection.Close("the connection has broken", broken);
            throw;
        }
    }

    private async Task OnConnectionAsync(byte[] frame, CancellationToken limit)
    {
        var connection = await pool.TakeAsync(limit).ConfigureAwait(false);
        try
        {
            await connection.SendAsync(frame).WaitAsync(limit).ConfigureAwait(false);
        }
        catch (BrokenConnectionException broken)
        {
            connection.Close("the connection has broken", broken);
            throw;
        }
        finally
        {
            pool.GiveBack(connection);
        }
    }

    private async Task AttemptBatchAsync(IReadOnlyList<BatchEntry> entries, CancellationToken limit)
    {
        while (true)
        {
            var connection = await pool.TakeAsync(limit).ConfigureAwait(false);
            var calls = new List<(BatchEntry Entry, PendingCall Call)>();
            try
            {
                if (BatchRequest.Write(entries, connection, calls) is not { } frame) continue; // it closed before anything was sent
                await connection.SendAsync(Fit(frame)).WaitAsync(limit).ConfigureAwait(false);
                foreach (var (entry, call) in calls) await entry.TakeAsync(call.Result, limit).ConfigureAwait(false);
                return;
            }
            catch (BrokenConnectionException broken)
            {
                connection.Close("the connection has broken", broken);
                throw;
            }
            finally
            {
                foreach (var (_, call) in calls) connection.Abandon(call.Id); // those that have their reply are not there any more
                pool.GiveBack(connection);
            }
        }
    }

    private byte[] Fit(byte[] frame) => frame.Length <= options.MaxFrameBytes
        ? frame
        : throw new ActorsException(ErrorCodes.TooLarge, $"the request is larger than a frame may be, {options.MaxFrameBytes} bytes");
}
