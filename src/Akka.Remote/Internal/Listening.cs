using System.Net;
using System.Net.Sockets;
using Akka.Configuration;

namespace Akka.Remote.Internal;

/// <summary>Where to listen, and under which name others know it.</summary>
/// <param name="Protocol">The scheme of addresses: <c>akka.tcp</c>, with TLS <c>akka.ssl.tcp</c>.</param>
/// <param name="BindHost">Empty for all interfaces.</param>
/// <param name="BindPort">0 for any free one.</param>
/// <param name="PublicHost">The host in this node's address; of IPv6 in brackets, as addresses and paths are written.</param>
/// <param name="PublicPort">Null for the port that was bound.</param>
internal sealed record Listening(string Protocol, string BindHost, int BindPort, string PublicHost, int? PublicPort)
{
    public static Listening From(Config transport, string path)
    {
        var bindHost = transport.GetString("hostname", "");
        var publicHost = transport.GetString("public-hostname", "");
        if (publicHost.Length == 0) publicHost = bindHost.Length > 0 ? bindHost : Dns.GetHostName();
        if (IPAddress.TryParse(publicHost, out var literal) && literal.AddressFamily == AddressFamily.InterNetworkV6) publicHost = $"[{literal}]";
        var publicPort = Port(transport, "public-port", path);
        var protocol = transport.GetBoolean("enable-ssl") ? "akka.ssl.tcp" : "akka.tcp";
        return new Listening(protocol, bindHost, Port(transport, "port", path), publicHost, publicPort == 0 ? null : publicPort);
    }

    private static int Port(Config transport, string name, string path)
    {
        var port = transport.GetInt(name);
        return port is >= 0 and <= IPEndPoint.MaxPort ? port : throw new ConfigurationException($"{path}.{name} must be between 0 and 65535, found {port}");
    }
}
