using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using Actors.Configuration;
using Actors.Dataflow.Data;
using Actors.Gateways;

namespace Actors.Dataflow.Modules.Net;

/// <summary>Settings of <c>tcp-in</c>.</summary>
public sealed record TcpInSettings : ICheckedSettings
{
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0: a free one, which is told in a log line.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 9000;

    /// <summary>Listen beyond loopback, where the network itself keeps strangers out: nobody is asked who they are.</summary>
    public bool Insecure { get; init; }

    public TcpFraming Framing { get; init; } = TcpFraming.Lines;

    [Range(1, 256 * 1024 * 1024)]
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    [Range(1, 100_000)]
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Null: for ever. Else a connection by which nothing comes for so long is closed.</summary>
    [Range(typeof(TimeSpan), "0:0:0.1", "49")]
    public TimeSpan? IdleTimeout { get; init; }

    public IEnumerable<SettingProblem> Problems()
    {
        if (!ListenPolicy.IsLoopback(Host) && !Insecure)
            yield return new SettingProblem(nameof(Host), $"{Host} can be reached from other machines; set insecure = on where the network itself keeps strangers out");
    }
}

/// <summary>
/// Makes an event of each frame that comes by TCP; who sends waits where the flow has no room. A connection by which comes what is no event is an error event, and is closed; the others go on.
/// </summary>
[FlowModule("tcp-in", "Makes an event of each line or frame that comes by TCP.", Inboxes = [])]
public sealed class TcpInModule(TcpInSettings settings) : FlowModule
{
    private readonly CancellationTokenSource _ending = new();
    private SocketListener? _listener;

    protected override ValueTask StartAsync(CancellationToken cancel)
    {
        try
        {
            _listener = SocketListener.Start(settings.Host, settings.Port, settings.MaxConnections, ServeAsync, Time, text => Log.Warning(text), "max-connections");
        }
        catch (ActorsException failure)
        {
            throw new FlowException(FlowErrorKind.Unavailable, failure.Message, failure);
        }

        Log.Info($"listens at {_listener.EndPoint}");
        return ValueTask.CompletedTask;
    }

    /// <summary>Listens until the flow is drained; what has been read goes into the flow before it ends.</summary>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await CloseAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _ending.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        if (_listener is not { } listener) return;
        _listener = null;
        await _ending.CancelAsync().ConfigureAwait(false);
        await listener.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket peer)
    {
        var name = peer.RemoteEndPoint?.ToString() ?? "";
        using var quiet = new CancellationTokenSource(Timeout.InfiniteTimeSpan, Time);
        await using var ending = _ending.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), quiet);
        await using var stream = new NetworkStream(peer, ownsSocket: true);
        try
        {
            Expect(quiet);
            await foreach (var frame in TcpFrames.ReadAsync(stream, settings.Framing, settings.MaxFrameBytes, quiet.Token).ConfigureAwait(false))
            {
                // While the flow has no room it is not the peer who is idle.
                quiet.CancelAfter(Timeout.InfiniteTimeSpan);
                await SendAsync(EventOf(frame).WithAttribute("tcp/peer", name)).ConfigureAwait(false);
                Expect(quiet);
            }
        }
        catch (FlowException failure)
        {
            await SendErrorAsync(NewEvent().WithAttribute("tcp/peer", name), FlowError.Of(Name, failure)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The peer has gone, or nothing came for too long, or the flow ends: what came whole is in the flow.
            Log.Debug($"{name}: {failure.Message}");
        }
    }

    private void Expect(CancellationTokenSource quiet)
    {
        if (settings.IdleTimeout is { } patience) quiet.CancelAfter(patience);
    }

    private FlowEvent EventOf(ReadOnlyMemory<byte> frame) => settings.Framing == TcpFraming.Events ? EventCodec.Read(frame) : NewEvent(TcpFrames.DataOf(frame, settings.Framing));
}
