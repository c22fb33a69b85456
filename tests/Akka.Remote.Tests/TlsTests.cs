using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;
using Xunit;

namespace Akka.Remote.Tests;

public class TlsTests
{
    [Fact]
    public async Task Nodes_of_one_authority_talk_over_tls()
    {
        using var certificates = new Certificates();
        await using var nodes = new TwoNodes(certificates.Config(certificates.Issue()));
        Assert.Equal("akka.ssl.tcp", TwoNodes.AddressOf(nodes.B).Protocol);
        var local = nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var echo = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        var large = new string('x', 120_000);
        Assert.Equal(large, await echo.Ask<string>(large, TwoNodes.Soon));
        var probe = new Probe(nodes.A);
        await probe.Watch(echo);
        nodes.B.Stop(local);
        await probe.Next<Terminated>();
    }

    [Fact]
    public async Task A_node_of_another_authority_is_refused()
    {
        using var certificates = new Certificates();
        using var others = new Certificates();
        await AssertRefused(certificates.Config(certificates.Issue()), others.Config(others.Issue()));
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var certificates = new Certificates();
        await AssertRefused(certificates.Config(certificates.Issue()), certificates.Config(certificates.Issue(isExpired: true)));
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_when_host_names_count()
    {
        const string strict = "actors.engine.remote.tls.validate-hostname = on\n";
        using var certificates = new Certificates();
        await AssertRefused(strict + certificates.Config(certificates.Issue()), certificates.Config(certificates.Issue("elsewhere.example")));
        await using var nodes = new TwoNodes(strict + certificates.Config(certificates.Issue()));
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_without_a_certificate_is_refused_even_when_validation_is_suppressed(bool suppressed)
    {
        using var certificates = new Certificates();
        await using var node = new OneNode("A", certificates.Config(certificates.Issue()) + $"akka.remote.dot-netty.tcp.ssl.suppress-validation = {suppressed}");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, TwoNodes.AddressOf(node.System).Port!.Value);
        await using var tls = new SslStream(new NetworkStream(socket));
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(certificates.Authority);
        var options = new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = trust };
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            // With TLS 1.3 the caller learns of the refusal by its first read.
            await tls.AuthenticateAsClientAsync(options).WaitAsync(TwoNodes.Soon);
            if (await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(TwoNodes.Soon) == 0) throw new IOException("hung up on");
        });
    }

    [Fact]
    public async Task A_plain_caller_at_a_tls_port_is_hung_up_on()
    {
        using var certificates = new Certificates();
        await using var node = new OneNode("A", certificates.Config(certificates.Issue()));
        await using var plain = new OneNode("B");
        var probe = new Probe(plain.System);
        probe.Subscribe(plain.System, typeof(AssociationErrorEvent));
        plain.System.ActorSelection(TwoNodes.AddressOf(node.System).WithProtocol("akka.tcp") + "/user/x").Tell("x");
        await probe.Next<AssociationErrorEvent>();
    }

    [Fact]
    public async Task The_certificate_can_be_given_in_code()
    {
        using var certificates = new Certificates();
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(certificates.Issue(), Certificates.Password);
        var setup = ActorSystemSetup.Create(
            new DotNettySslSetup(certificate, suppressValidation: true),
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(
                "akka { stdout-loglevel = OFF, loggers = [], actor.provider = remote, remote.dot-netty.tcp { hostname = \"127.0.0.1\", port = 0, enable-ssl = true } }")));
        var a = ActorSystem.Create("A", setup);
        var b = ActorSystem.Create("B", setup);
        b.ActorOf(Props.Create<Echo>(), "echo");
        await TwoNodes.Find(a, b, "/user/echo");
        await Task.WhenAll(a.Terminate(), b.Terminate());
    }

    private static async Task AssertRefused(string configOfA, string configOfB)
    {
        await using var nodes = new TwoNodes(configOfA, configOfB);
        var probe = new Probe(nodes.A);
        probe.Subscribe(nodes.A, typeof(AssociationErrorEvent));
        nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B) + "/user/echo").Tell("x");
        await probe.Next<AssociationErrorEvent>();
    }
}
