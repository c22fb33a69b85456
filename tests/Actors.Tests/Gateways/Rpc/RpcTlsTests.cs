using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

public sealed class RpcTlsTests : IDisposable
{
    private readonly X509Certificate2 _authority = Authority("CN=authority");
    private readonly X509Certificate2 _server;
    private readonly X509Certificate2 _client;

    public RpcTlsTests()
    {
        _server = Signed(_authority, "CN=server", "1.3.6.1.5.5.7.3.1");
        _client = Signed(_authority, "CN=client", "1.3.6.1.5.5.7.3.2");
    }

    [Fact]
    public async Task Calls_go_encrypted()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Tls = new SocketServerTls(_server) });
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { Tls = new RpcTlsOptions([_authority]) });

        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
        Assert.Equal(new[] { 1, 2, 3 }.AsEnumerable(), await client.CallAsync<int[]>("count", 3));
    }

    [Fact]
    public async Task A_server_of_an_unknown_authority_is_not_trusted()
    {
        using var stranger = Authority("CN=stranger");
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Tls = new SocketServerTls(_server) });
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { Tls = new RpcTlsOptions([stranger]) });
        await using var trusting = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { Tls = new RpcTlsOptions() });

        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<int>("add", 6, 8))).Code);
        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => trusting.CallAsync<int>("add", 6, 8))).Code);
    }

    [Fact]
    public async Task A_server_of_another_name_is_not_trusted()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Tls = new SocketServerTls(_server) });
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { Tls = new RpcTlsOptions([_authority], ServerName: "other.example") });

        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<int>("add", 6, 8))).Code);
    }

    [Fact]
    public async Task A_server_that_asks_for_certificates_lets_in_who_has_one_of_its_authority()
    {
        using var stranger = Authority("CN=stranger");
        using var forged = Signed(stranger, "CN=client", "1.3.6.1.5.5.7.3.2");
        var options = new SocketServerOptions { Tls = new SocketServerTls(_server, [_authority]) };
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, options);

        Task<int> AskAsync(X509Certificate2? certificate)
        {
            var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { Tls = new RpcTlsOptions([_authority], certificate) });
            return client.CallAsync<int>("add", 6, 8);
        }

        Assert.Equal(14, await AskAsync(_client));
        // In TLS 1.3 a client learns of its refusal only after its own side of the handshake is done.
        var refusals = new[] { ErrorCodes.Unreachable, ErrorCodes.Lost };
        Assert.Contains((await Assert.ThrowsAsync<ActorsException>(() => AskAsync(null))).Code, refusals);
        Assert.Contains((await Assert.ThrowsAsync<ActorsException>(() => AskAsync(forged))).Code, refusals);
        Assert.Equal(14, await AskAsync(_client));
    }

    [Fact]
    public async Task Plain_and_encrypted_do_not_mix_and_nothing_hangs()
    {
        await using var secure = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Tls = new SocketServerTls(_server) });
        await using var plain = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var plainClient = Rpc.Connect(secure.EndPoint.ToString());
        await using var secureClient = Rpc.Connect(plain.EndPoint.ToString(), new RpcOptions { Tls = new RpcTlsOptions([_authority]) });

        await Assert.ThrowsAsync<ActorsException>(() => plainClient.CallAsync<int>("add", 6, 8));
        await Assert.ThrowsAsync<ActorsException>(() => secureClient.CallAsync<int>("add", 6, 8));
        Assert.Equal(14, await Rpc.CallAsync<int>(plain.EndPoint.ToString(), "add", 6, 8));
    }

    [Fact]
    public async Task A_handshake_that_does_not_end_in_time_is_given_up()
    {
        var time = new ManualTime();
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Tls = new SocketServerTls(_server), Time = time });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendBytesAsync([0x16, 0x03]);
        await Eventually.HoldsAsync(() => server.Connections == 1 && time.Armed > 0, () => $"{server.Connections} connections");

        await Eventually.HoldsAsync(() => Step(time, server), () => $"{server.Connections} connections");

        Assert.Null(await peer.ReceiveAsync());
        static bool Step(ManualTime time, SocketServer server)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return server.Connections == 0;
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
        _client.Dispose();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, string name, string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(10), [1, 2, 3, 4]);
        return signed.CopyWithPrivateKey(key);
    }
}
