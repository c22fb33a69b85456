using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Internal.Network;

namespace Akka.Remote.Internal;

/// <summary>What the transport's section and <c>actors.engine.remote</c> say, checked once at the start.</summary>
internal sealed record RemotingOptions
{
    /// <summary>The section of the one transport, usually <c>akka.remote.dot-netty.tcp</c>.</summary>
    public required string TransportPath { get; init; }

    public required Listening Listening { get; init; }

    public required TcpSettings Tcp { get; init; }

    public required int MaxFrameBytes { get; init; }

    public required TimeSpan HandshakeTimeout { get; init; }

    public required TimeSpan ForgetQuarantinedAfter { get; init; }

    public required TimeSpan QuarantineAfterSilence { get; init; }

    public required TimeSpan KeepAliveInterval { get; init; }

    /// <summary>A peer that is silent for longer has lost its connection, whatever TCP thinks.</summary>
    public required TimeSpan AcceptableSilence { get; init; }

    public required TimeSpan TickInterval { get; init; }

    public required long SendQueueBytes { get; init; }

    public required int TableCapacity { get; init; }

    public required int MaxPendingHandshakes { get; init; }

    /// <summary>Empty for none.</summary>
    public required string Secret { get; init; }

    /// <exception cref="ConfigurationException">A value is missing or wrong.</exception>
    public static RemotingOptions From(Settings system, RemoteSettings settings)
    {
        var config = system.Config;
        var enabled = config.GetStringList("akka.remote.enabled-transports");
        if (enabled.Count != 1 || !config.HasPath(enabled[0]))
            throw new ConfigurationException($"akka.remote.enabled-transports must name exactly one configured transport, found [{string.Join(", ", enabled)}]");
        var path = enabled[0];
        var transport = config.GetConfig(path);
        var keepAlive = config.GetTimeSpan("akka.remote.transport-failure-detector.heartbeat-interval");
        return new RemotingOptions
        {
            TransportPath = path,
            Listening = Listening.From(transport, path),
            Tcp = TcpSettingsReader.Read(system, transport, path),
            MaxFrameBytes = MaxFrame(transport, path),
            HandshakeTimeout = config.GetTimeSpan("akka.remote.handshake-timeout"),
            ForgetQuarantinedAfter = settings.QuarantineDuration ?? TimeSpan.FromDays(5),
            QuarantineAfterSilence = config.GetTimeSpan("akka.remote.quarantine-after-silence"),
            KeepAliveInterval = keepAlive,
            AcceptableSilence = config.GetTimeSpan("akka.remote.transport-failure-detector.acceptable-heartbeat-pause"),
            TickInterval = keepAlive < settings.SysResendTimeout ? keepAlive : settings.SysResendTimeout,
            SendQueueBytes = Positive(config.GetByteSize("actors.engine.remote.send-queue-size"), "actors.engine.remote.send-queue-size"),
            TableCapacity = (int)Positive(config.GetInt("actors.engine.remote.compression-table-size"), "actors.engine.remote.compression-table-size"),
            MaxPendingHandshakes = (int)Positive(config.GetInt("actors.engine.remote.max-pending-handshakes"), "actors.engine.remote.max-pending-handshakes"),
            Secret = config.GetString("actors.engine.remote.secret", ""),
        };
    }

    private static int MaxFrame(Config transport, string path)
    {
        var bytes = transport.GetByteSize("maximum-frame-size") ?? 0;
        // The lower bound is Akka.NET's; the upper one keeps sums of lengths inside an int.
        if (bytes is < 32_000 or > 1_000_000_000)
            throw new ConfigurationException($"{path}.maximum-frame-size must be between 32000b and 1000000000b, found {bytes}");
        return (int)bytes;
    }

    private static long Positive(long? value, string path) =>
        value > 0 ? value.Value : throw new ConfigurationException($"{path} must be positive, found {value}");
}
