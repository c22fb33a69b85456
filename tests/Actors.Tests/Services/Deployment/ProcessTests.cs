using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Actors.Client;
using Actors.Services;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services.Deployment;

/// <summary>Instances in processes of their own, on a node that lets in only who has a certificate and knows the cluster's secret.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    public static readonly string Program = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(TestService.Folder))!, "Actors.Cli", Path.GetFileName(TestService.Folder), "Actors.Cli.dll");

    private readonly TemporaryFolder _folder = new();
    private ComputeCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = 1,
        DataFolder = Path.Combine(_folder.Path, "data"),
        Settings = ConfigurationFactory.ParseString($$"""
            actors { deployments.worker.program = [dotnet, "{{Program}}"], cluster.secret = "open sesame" }
            akka.remote.dot-netty.tcp { enable-ssl = on, ssl.certificate { path = "{{MakeCertificate()}}", password = "a \"p\" in $it" } }
            actors.engine.remote.tls.certificate-authority = "{{Path.Combine(_folder.Path, "authority.pem")}}"
            """),
    });

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_instance_in_a_process_of_its_own_is_started_again_when_it_dies_and_ends_with_its_deployment()
    {
        var services = _cloud.Services;
        await services.DeployAsync("own", TestService.Version("a version") with { Isolation = Isolation.Process, IsPool = true, Concurrency = 2 });
        await services.WaitForDeploymentAsync("own");
        Assert.Equal("a version", await services.CallAsync<string>("own", "version"));
        var first = await services.CallAsync<int>("own", "process");
        Assert.NotEqual(Environment.ProcessId, first);
        await CheckSecretsAsync(first);

        await Assert.ThrowsAsync<ActorsException>(() => services.CallAsync<int>("own", "die"));

        DeploymentView view = null!;
        await Eventually.HoldsAsync(async () => (view = await services.ShowDeploymentAsync("own")) is { IsSettled: true, Instances: [{ Restarts: 1 }] }, () => $"{view}");
        var second = await services.CallAsync<int>("own", "process");
        Assert.NotEqual(first, second);
        await services.UndeployAsync("own");
        await services.WaitForDeploymentAsync("own");
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(second));
    }

    [Fact]
    public async Task A_process_that_does_not_come_up_says_why()
    {
        await _cloud.Services.DeployAsync("broken", TestService.Version("1") with { Isolation = Isolation.Process, Arguments = ["1", "no database"] });

        var failure = await Assert.ThrowsAsync<ActorsException>(() => _cloud.Services.WaitForDeploymentAsync("broken"));

        Assert.Contains("no database", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Neither the command line nor what others can read tells of the secret, the password of the certificate, or what the constructor was given.</summary>
    private async Task CheckSecretsAsync(int process)
    {
        var folder = Assert.Single(Directory.GetDirectories(_folder.Path, "packages", SearchOption.AllDirectories));
        Assert.Equal(["child.conf", "secret"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var file in Directory.GetFiles(folder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var command = await File.ReadAllTextAsync($"/proc/{process}/cmdline");
        Assert.Contains("serve", command, StringComparison.Ordinal);
        Assert.All((string[])["open sesame", "in $it", "a version\""], secret => Assert.DoesNotContain(secret, command, StringComparison.Ordinal));
    }

    private string MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node and authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder.Path, "authority.pem"), certificate.ExportCertificatePem());
        var file = Path.Combine(_folder.Path, "node.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, "a \"p\" in $it"));
        return file;
    }
}
