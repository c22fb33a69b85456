using Actors.Services.Deployment.Agents;
using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class ServeProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_child_gets_whole_paths_and_all_that_its_node_knows_of_TLS()
    {
        var program = Of("""
            akka.remote.dot-netty.tcp { enable-ssl = on, ssl { suppress-validation = on, certificate { path = certificates/node.pfx, password = "a \"p\" in ${it}" } } }
            actors.engine.remote.tls { certificate-authority = certificates/authority.pem, validate-hostname = on }
            """);

        Assert.Null(program.Problem);
        Assert.Equal("--config", program.Access[0]);
        var child = ConfigurationFactory.ParseString(File.ReadAllText(program.Access[1]));
        var ssl = child.GetConfig("akka.remote.dot-netty.tcp.ssl");
        Assert.True(child.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl") && ssl.GetBoolean("suppress-validation") && child.GetBoolean("actors.engine.remote.tls.validate-hostname"));
        Assert.Equal((Path.GetFullPath("certificates/node.pfx"), "a \"p\" in ${it}"), (ssl.GetString("certificate.path"), ssl.GetString("certificate.password")));
        Assert.Equal(Path.GetFullPath("certificates/authority.pem"), child.GetString("actors.engine.remote.tls.certificate-authority"));
    }

    [Fact]
    public void A_certificate_given_by_code_cannot_be_passed_on()
    {
        var program = Of("akka.remote.dot-netty.tcp.enable-ssl = on");

        Assert.Contains("given to it by code", program.Problem, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private ServeProgram Of(string settings) => ServeProgram.Of(
        ConfigurationFactory.ParseString(settings + "\nactors.deployments.worker.program = [actors]")
            .WithFallback(ReferenceConfig.Config).WithFallback(ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp { enable-ssl = off, ssl.certificate { path = \"\", use-thumbprint-over-file = off } }")),
        Address.Parse("akka.ssl.tcp://actors@127.0.0.1:4053"),
        _folder.Path);
}
