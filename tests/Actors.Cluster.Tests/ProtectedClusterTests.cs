using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Clusters that let in only who has a certificate, or knows a secret.</summary>
public sealed class ProtectedClusterTests : IAsyncLifetime
{
    private const string Password = "for this test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClusterFolder _cluster = new();
    private readonly int _port = FreePorts.Take(1)[0];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Nodes_and_commands_with_the_TLS_overlay_work_together_and_who_has_none_is_refused_with_one_log_line()
    {
        MakeCertificates(Path.Combine(_cluster.Folder, "certificates"));
        var overlay = ActorsNode.Profile("tls");
        var password = _cluster.Write("password.conf", $"akka.remote.dot-netty.tcp.ssl.certificate.password = \"{Password}\"");
        string[] tls = ["--config", overlay, "--config", password];
        var (seed, other) = await PairAsync(node => node.AlsoWith(tls));
        Assert.StartsWith("akka.ssl.tcp://", seed.Address);
        var put = (await _cluster.RunAsync(seed, ["put", _cluster.Write("secret", "for us alone"), "--json", .. tls])).Json();
        Assert.Equal(2, put.GetProperty("copies").GetInt32());
        Assert.Equal("for us alone", (await _cluster.RunAsync(other, ["get", "secret", .. tls])).Expect(0).Output);

        var plain = _cluster.RunAsync(seed, "ls"); // takes its time-out, beside the rest
        await RefusedAsync(seed, "TLS", []);
        Assert.Contains("TLS on one side only", (await plain).Expect(3).Errors);
        Assert.Equal("for us alone", (await _cluster.RunAsync(seed, ["get", "secret", .. tls])).Expect(0).Output);
    }

    [Fact]
    public async Task Nodes_and_commands_that_know_the_secret_work_together_and_who_does_not_is_refused_with_one_log_line()
    {
        var (seed, _) = await PairAsync(node => node, "actors.cluster.secret=sesame");
        var file = _cluster.Write("secret", "sesame\n");
        Assert.Equal(2, (await _cluster.RunAsync(seed, "put", file, "--secret-file", file, "--json")).Json().GetProperty("copies").GetInt32());

        var ignorant = _cluster.RunAsync(seed, "ls", "--secret-file", _cluster.Write("wrong", "simsim"));
        await RefusedAsync(seed, "secret", ["actors.cluster.secret=simsim"]);
        Assert.Contains("a wrong cluster secret", (await ignorant).Expect(3).Errors);
        Assert.StartsWith("2 members, 0 unreachable", (await _cluster.RunAsync(seed, "cmd", "cluster", "status", "--secret-file", file)).Expect(0).Output);
    }

    private async Task<(ActorsNode Seed, ActorsNode Other)> PairAsync(Func<ActorsNode, ActorsNode> with, params string[] settings)
    {
        var contact = $"127.0.0.1:{_port}";
        var seed = with(_cluster.Add("seed", "seed", contact, [$"akka.remote.dot-netty.tcp.port={_port}", .. settings]));
        var other = with(_cluster.Add("other", "storage", contact, settings));
        seed.Start();
        await seed.ReadyAsync(); // first: a node that finds its seed not listening yet waits 5 s before it asks again
        other.Start();
        await other.ReadyAsync();
        return (seed, other);
    }

    /// <summary>A stranger knocks; each time the node says so in one line, and goes on.</summary>
    private async Task RefusedAsync(ActorsNode seed, string why, string[] settings)
    {
        var stranger = _cluster.Add("stranger", "storage", $"127.0.0.1:{_port}", settings);
        stranger.Start();
        var told = await seed.Process.Errors.WaitAsync("a log line about the stranger", line => line.Contains(" WARN ") && line.Contains(why, StringComparison.OrdinalIgnoreCase), Patience);
        Assert.DoesNotContain("   at ", told);
        await stranger.KillAsync();
        Assert.DoesNotContain("ready", stranger.Process.Output.ToString());
    }

    private static void MakeCertificates(string folder)
    {
        Directory.CreateDirectory(folder);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=the tests' authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var nodeKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var node = new CertificateRequest("CN=node", nodeKey, HashAlgorithmName.SHA256);
        using var signed = node.Create(root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(nodeKey);
        File.WriteAllText(Path.Combine(folder, "authority.pem"), root.ExportCertificatePem());
        File.WriteAllBytes(Path.Combine(folder, "node.pfx"), whole.Export(X509ContentType.Pkcs12, Password));
    }
}
