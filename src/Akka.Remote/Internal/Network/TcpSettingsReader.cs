using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote.Internal.Network;

/// <summary>Reads <see cref="TcpSettings"/> from a transport's section.</summary>
internal static class TcpSettingsReader
{
    public static TcpSettings Read(Settings settings, Config transport, string path) => new()
    {
        ConnectionTimeout = transport.GetTimeSpan("connection-timeout"),
        Backlog = transport.GetInt("backlog"),
        NoDelay = transport.GetBoolean("tcp-nodelay"),
        KeepAlive = transport.GetBoolean("tcp-keepalive"),
        SendBufferBytes = (int)(transport.GetByteSize("send-buffer-size") ?? 0),
        ReceiveBufferBytes = (int)(transport.GetByteSize("receive-buffer-size") ?? 0),
        PreferIPv6 = transport.GetBoolean("dns-use-ipv6"),
        Tls = transport.GetBoolean("enable-ssl") ? Tls(settings, transport, path) : null,
    };

    private static TlsSettings Tls(Settings settings, Config transport, string path)
    {
        var setup = settings.Setup.Get<DotNettySslSetup>();
        return TlsSettingsReader.Read(transport.GetConfig("ssl"), path + ".ssl", settings.Config.GetConfig("actors.engine.remote.tls"),
            setup.HasValue ? setup.Value : null);
    }
}
