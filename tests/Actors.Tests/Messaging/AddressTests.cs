using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Actors.Messaging;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Messaging;

public class AddressTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task Servers_meet_under_names_and_addresses_of_this_machine(string host)
    {
        if (host.StartsWith('[') && !HasIPv6())
            return;
        var config = ServerConfig.Parse(Ports.ConfigOf(1, 2).ToString().Replace("127.0.0.1", host));
        await using var one = Server.Start(1, config);
        await using var two = Server.Start(2, config);
        await one.SendAsync(Envelope.To(2, "hello"));
        await two.SendAsync(Envelope.To(1, "hello"));
        Assert.True(one.Inbox.TryRead(out var envelope));
        Assert.Equal("hello", envelope.Message);
    }

    // Containers mostly have none.
    private static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Servers_speak_tls_when_the_engine_is_told_so()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "servers.pfx");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=servers", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "p"));
        }

        var tls = ConfigurationFactory.ParseString($$"""
            akka.remote.dot-netty.tcp {
              enable-ssl = true
              ssl { suppress-validation = true, certificate { path = "{{file}}", password = "p" } }
            }
            """);
        var config = Ports.ConfigOf(1, 2);
        await using var one = Server.Start(1, config, new ServerSettings { Engine = tls });
        await using var two = Server.Start(2, config, new ServerSettings { Engine = tls });
        await one.SendAsync(Envelope.To(2, "a secret"));
        Assert.True(two.Inbox.TryRead(out var envelope));
        Assert.Equal("a secret", envelope.Message);
    }
}
