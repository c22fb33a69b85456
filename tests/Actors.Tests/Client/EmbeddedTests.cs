using Actors.Client;
using Xunit;

namespace Actors.Tests.Client;

public class EmbeddedTests
{
    [Fact]
    public async Task An_embedded_cluster_stores_with_two_copies_and_leaves_nothing_behind()
    {
        string folder;
        await using (var cloud = await ComputeCloud.StartEmbeddedAsync())
        {
            folder = cloud.ActorSystem.Settings.Config.GetString("actors.data-dir");
            Assert.True(Directory.Exists(folder));
            Assert.Equal(2, (await cloud.ShowClusterAsync()).Members.Count);
            var stored = await cloud.AddStringAsync("name", "content");
            Assert.Equal(2, stored.Copies);
            Assert.Equal("content", await stored.GetStringAsync());
            Assert.Equal(1.0, (await cloud.ShowRingAsync()).Members.Sum(member => member.Share), 6);

            // From outside too, by the address that any of its nodes has.
            var address = cloud.ActorSystem.Settings.Config.GetString("akka.remote.dot-netty.tcp.hostname");
            var port = Akka.Cluster.Cluster.Get(cloud.ActorSystem).SelfAddress.Port;
            await using var outside = await ComputeCloud.ConnectAsync($"{address}:{port}");
            Assert.Equal("content", await (await outside.FindAsync("name")).GetStringAsync());
        }

        Assert.False(Directory.Exists(folder), folder);
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.hostname = 0.0.0.0", "loopback")]
    [InlineData("actors.gateways.computecloud.host = 0.0.0.0", "loopback")]
    [InlineData("akka.cluster.roles = [storage, weight-7]", "weight-7")]
    public async Task An_embedded_cluster_keeps_the_rules_of_a_node(string setting, string says)
    {
        var options = new EmbeddedOptions { Settings = Akka.Configuration.ConfigurationFactory.ParseString(setting) };
        var failure = await Assert.ThrowsAsync<ActorsException>(() => ComputeCloud.StartEmbeddedAsync(options));
        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains(says, failure.Message);
    }

    [Fact]
    public async Task Nobody_at_the_contact_points_is_unreachable()
    {
        var settings = Akka.Configuration.ConfigurationFactory.ParseString("actors.client.connect-timeout = 500ms, akka.loglevel = OFF");
        var failure = await Assert.ThrowsAsync<ActorsException>(() => ComputeCloud.ConnectAsync("127.0.0.1:1", new ConnectOptions { Settings = settings }));
        Assert.Equal(ErrorCodes.Unreachable, failure.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    [InlineData("a:1,b")]
    [InlineData("ho st:1")]
    public async Task What_is_no_list_of_contact_points_is_invalid(string contacts) =>
        Assert.Equal(ErrorCodes.Invalid, (await Assert.ThrowsAsync<ActorsException>(() => ComputeCloud.ConnectAsync(contacts))).Code);
}
