using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;

namespace Actors.Dataflow.Modules.Net;

/// <summary>Settings of <c>tcp-out</c>.</summary>
public sealed record TcpOutSettings
{
    public string Host { get; init; } = "127.0.0.1";

    [Range(1, 65535)]
    public int Port { get; init; } = 9000;

    /// <summary>With <see cref="TcpFraming.Connection"/> each event has a connection of its own.</summary>
    public TcpFraming Framing { get; init; } = TcpFraming.Lines;

    [Range(typeof(TimeSpan), "0:0:0.01", "1")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// Sends each event by TCP, and then on. A connection that is broken is opened again with the next event; the event that it broke with is an error event of the kind <see cref="FlowErrorKind.Unavailable"/>,
/// so that <c>rescue</c> sends it again. What the peer says is passed over. TCP says only that the bytes have gone: who must know that they have come has the other side reply.
/// </summary>
[FlowModule("tcp-out", "Sends each event by TCP, as a line or a frame, and then on.")]
public sealed class TcpOutModule(TcpOutSettings settings) : FlowModule
{
    /// <summary>Before each event: who says more than that is heard later.</summary>
    private const int MaxReads = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private NetworkStream? _stream;

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var frame = TcpFrames.Write(item, settings.Framing);
        await _turn.WaitAsync(cancel);
        try
        {
            await WriteAsync(frame, cancel);
        }
        catch (OperationCanceledException)
        {
            // A part of the frame may have gone: what follows would be taken for the rest of it.
            await CloseAsync();
            throw;
        }
        catch (Exception failure) when (failure is SocketException or IOException or TimeoutException)
        {
            await CloseAsync();
            throw new FlowException(FlowErrorKind.Unavailable, $"{settings.Host}:{settings.Port}: {failure.Message}", failure);
        }
        finally
        {
            _turn.Release();
        }

        await SendAsync(item);
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _turn.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync(byte[] frame, CancellationToken cancel)
    {
        if (_stream is { } open && HasLeft(open.Socket)) await CloseAsync();
        _stream ??= await ConnectAsync(cancel);
        await _stream.WriteAsync(frame, cancel);
        if (settings.Framing == TcpFraming.Connection) await CloseAsync();
    }

    // A peer that has closed its side sends an end, after all that it has said: what is written after that would be lost without a word.
    private static bool HasLeft(Socket peer)
    {
        Span<byte> said = stackalloc byte[4096];
        for (var read = 0; read < MaxReads && peer.Poll(0, SelectMode.SelectRead); read++)
            if (peer.Receive(said, SocketFlags.None, out var error) == 0 || error != SocketError.Success) return true;
        return false;
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, cancel).AsTask().WaitAsync(settings.ConnectTimeout, Time, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_stream is { } stream) await stream.DisposeAsync().ConfigureAwait(false);
        _stream = null;
    }
}
