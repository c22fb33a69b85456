using Akka.Configuration;

namespace Akka.Remote.Internal.Network;

/// <summary>Reads <see cref="TcpSettings"/> from a transport's section.</summary>
internal static class TcpSettingsReader
{
    public static TcpSettings Read(Config transport, string path) => new()
    {
        ConnectionTimeout = transport.GetTimeSpan("connection-timeout"),
        Backlog = transport.GetInt("backlog"),
        NoDelay = transport.GetBoolean("tcp-nodelay"),
        KeepAlive = transport.GetBoolean("tcp-keepalive"),
        SendBufferBytes = (int)(transport.GetByteSize("send-buffer-size") ?? 0),
        ReceiveBufferBytes = (int)(transport.GetByteSize("receive-buffer-size") ?? 0),
        PreferIPv6 = transport.GetBoolean("dns-use-ipv6"),
        Tls = transport.GetBoolean("enable-ssl") ? TlsSettingsReader.Read(transport.GetConfig("ssl"), path + ".ssl") : null,
    };
}
