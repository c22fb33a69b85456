using System.Runtime.Versioning;
using Actors.Cli.Remote;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

[UnsupportedOSPlatform("windows")]
public sealed class ClusterSecretTests : IAsyncLifetime
{
    private readonly ClusterFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _folder.DisposeAsync().AsTask();

    [Fact]
    public void A_secret_is_made_once_kept_for_its_owner_alone_and_found_again()
    {
        var hosts = _folder.Write("hosts.txt", "a");
        var secret = ClusterSecret.Of(hosts, null);
        Assert.Matches("^[0-9a-f]{64}$", secret);
        Assert.Equal(secret, ClusterSecret.Of(hosts, null));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(hosts + ".secret"));
        Assert.Equal("mine", ClusterSecret.Of(hosts, "mine"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void What_is_no_line_is_no_secret(string secret) =>
        Assert.StartsWith("expected the cluster's secret on one line", Assert.Throws<ActorsException>(() => ClusterSecret.Of("hosts.txt", secret)).Message);
}
