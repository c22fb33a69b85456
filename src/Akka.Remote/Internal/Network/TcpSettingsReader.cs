using Akka.Configuration;

namespace Akka.Remote.Internal.Network;

/// <summary>Reads <see cref="TcpSettings"/> from a transport's section.</summary>
internal static class TcpSettingsReader
{
    /// <param name="transport">The transport's section.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="ownTls">The engine's own settings for TLS.</param>
    public static TcpSettings Read(Config transport, string path, Config ownTls) => new()
    {
        ConnectionTimeout = transport.GetTimeSpan("connection-timeout"),
        Backlog = transport.GetInt("backlog"),
        NoDelay = transport.GetBoolean("tcp-nodelay"),
        KeepAlive = transport.GetBoolean("tcp-keepalive"),
        SendBufferBytes = (int)(transport.GetByteSize("send-buffer-size") ?? 0),
        ReceiveBufferBytes = (int)(transport.GetByteSize("receive-buffer-size") ?? 0),
        PreferIPv6 = transport.GetBoolean("dns-use-ipv6"),
        Tls = transport.GetBoolean("enable-ssl") ? TlsSettingsReader.Read(transport.GetConfig("ssl"), path + ".ssl", ownTls) : null,
    };
}
