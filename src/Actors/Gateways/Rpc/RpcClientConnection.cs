using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Actors.Internal;
using Actors.Services;

namespace Actors.Gateways.Rpc;

/// <summary>One connection to a server, with the calls that are under way on it.</summary>
internal sealed class RpcClientConnection
{
    private readonly HostPort _address;
    private readonly RpcOptions _options;
    private readonly Action<RpcClientConnection> _ended;

    // Guards the two fields below: callers add, the reader removes, anybody may close.
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingCall> _pending = [];
    private BrokenConnectionException? _closed;

    private readonly CancellationTokenSource _closing = new();
    private Stream? _stream;
    private FrameWriter? _writer;
    private long _lastId;

    /// <param name="address">Of the server.</param>
    /// <param name="options">Validated.</param>
    /// <param name="ended">Called once for each call whose place is free again.</param>
    public RpcClientConnection(HostPort address, RpcOptions options, Action<RpcClientConnection> ended)
    {
        _address = address;
        _options = options;
        _ended = ended;
        Opened = OpenAsync();
    }

    /// <summary>Fails with an <see cref="ActorsException"/>: unreachable.</summary>
    public Task Opened { get; }

    public bool IsClosed
    {
        get
        {
            lock (_gate) return _closed != null;
        }
    }

    /// <summary>How many calls have a place; the pool's own number, under its lock.</summary>
    public int Load { get; set; }

    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Null when the connection has closed: nothing was sent.</summary>
    public PendingCall? TryAdd(long id, bool holdsPlace)
    {
        var call = new PendingCall(this, id, holdsPlace);
        lock (_gate)
        {
            if (_closed != null) return null;
            _pending.Add(id, call);
            return call;
        }
    }

    /// <exception cref="BrokenConnectionException">Part of it may have gone out.</exception>
    public Task SendAsync(byte[] frame) => _writer!.SendAsync(frame);

    /// <summary>Its caller waits no longer: the server is told, and a late answer is ignored.</summary>
    public void Abandon(long id)
    {
        if (!Remove(id, out var call)) return;
        _ = TellAsync(RpcJson.About(ReservedMethods.Cancel, RpcId.Of(id)));
        End(call);
    }

    public void Grant(long id, int bytes)
    {
        lock (_gate)
        {
            if (!_pending.ContainsKey(id)) return;
        }

        _ = TellAsync(RpcJson.About(ReservedMethods.More, RpcId.Of(id), "bytes", bytes));
    }

    public void Close(string why, Exception? cause = null)
    {
        PendingCall[] lost;
        var failure = new BrokenConnectionException($"{_address}: {why}", cause);
        lock (_gate)
        {
            if (_closed != null) return;
            _closed = failure;
            lost = [.. _pending.Values];
            _pending.Clear();
        }

        _closing.Cancel();
        _stream?.Dispose();
        foreach (var call in lost)
        {
            End(call);
            call.Fail(failure);
        }
    }

    private bool Remove(long id, out PendingCall call)
    {
        lock (_gate) return _pending.Remove(id, out call!);
    }

    private void End(PendingCall call)
    {
        if (call.HoldsPlace) _ended(this);
    }

    private async Task TellAsync(byte[] notification)
    {
        try
        {
            await SendAsync(notification).ConfigureAwait(false);
        }
        catch (BrokenConnectionException broken)
        {
            Close("the connection has broken", broken);
        }
    }

    private async Task OpenAsync()
    {
        await Task.Yield(); // the pool makes connections under its lock
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _options.Time);
        await using var closing = _closing.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_address.Host, _address.Port, limit.Token).ConfigureAwait(false);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true); // a peer whose machine has died says nothing
            _stream = await SecureAsync(new NetworkStream(socket, ownsSocket: true), limit.Token).ConfigureAwait(false);
            if (IsClosed) throw new IOException("the client was disposed of"); // Close may have come before there was a stream to dispose of
            _writer = new FrameWriter(_stream, _options.FrameTimeout, _options.Time);
            await SendAsync(RpcJson.About(ReservedMethods.Streams, default, "window", _options.StreamWindowBytes)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            socket.Dispose();
            Close("not connected", failure);
            var why = failure is OperationCanceledException ? $"no connection within {_options.ConnectTimeout}" : failure.Message;
            throw new ActorsException(ErrorCodes.Unreachable, $"{_address}: {why}", failure);
        }

        _ = ReadAsync(_stream);
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, CancellationToken cancel)
    {
        if (_options.Tls == null) return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(RpcTls.ForClient(_options.Tls, _address.Host), cancel).ConfigureAwait(false);
        return secure;
    }

    private async Task ReadAsync(Stream stream)
    {
        await using var reader = new FrameReader(stream, _options.MaxFrameBytes, _options.FrameTimeout, Timeout.InfiniteTimeSpan, _options.Time);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                if (read.End != FrameEnd.Frame)
                {
                    Close(read.End == FrameEnd.Closed ? "the connection was closed" : $"the server sent no proper frame ({read.End})");
                    return;
                }

                foreach (var reply in RpcReplyReader.Read(read.Body)) Take(reply, read.Body.Length);
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            Close($"the server does not speak JSON-RPC: {failure.Message}", failure);
        }
    }

    private void Take(RpcReply reply, int frameBytes)
    {
        if (reply.Id.IsAbsent)
        {
            TakeNotification(reply, frameBytes);
            return;
        }

        if (reply.Id.IsNull && reply.Error != null)
        {
            // Which request is meant cannot be known, so each might wait for good.
            Close($"the server answered: {reply.Error.Message}");
            return;
        }

        if (!long.TryParse(reply.Id.Json, out var id) || !Remove(id, out var call)) return; // its caller waits no longer
        End(call); // first: who is answered may call again at once, and has the place then
        if (reply.Error != null) call.Fail(reply.Error.ToException());
        else call.Succeed(reply.Result.IsEmpty ? "null"u8.ToArray() : reply.Result);
    }

    private void TakeNotification(RpcReply notification, int frameBytes)
    {
        if (notification.Method is not (ReservedMethods.Stream or ReservedMethods.Item)) return;
        var notice = CallNotice.Read(notification.Params);
        if (!long.TryParse(notice.Id.Json, out var id)) return;
        PendingCall? call;
        lock (_gate) call = _pending.GetValueOrDefault(id);
        if (notification.Method == ReservedMethods.Stream) call?.BeginStream(_options.StreamWindowBytes);
        else call?.Add(notice.Item, frameBytes);
    }
}
