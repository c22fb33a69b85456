using Actors.Client;
using Actors.Client.Internal;
using Actors.Configuration;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Configuration;

public sealed class NodePlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actors-plan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_a_node_does_follows_from_its_roles()
    {
        var plan = Plan("akka.cluster.roles = [worker, gpu, gateway]");
        Assert.Equal((false, true, false, true), (plan.IsBroker, plan.IsWorker, plan.IsStorage, plan.IsGateway));
        Assert.Equal(["worker", "gpu", "gateway"], plan.Roles);
    }

    [Fact]
    public void The_nodes_id_and_weight_are_announced_as_roles_and_the_secret_goes_to_remoting()
    {
        var plan = Plan("akka.cluster.roles = [storage], actors.storage.weight = 3, actors.cluster.secret = \"s3 \\\"cret\"");
        using var identity = plan.OpenIdentity(IdSource.System);
        var config = plan.SystemConfig(identity, []);
        Assert.Equal(["storage", "node", "node-" + identity.NodeId, "weight-3"], config.GetStringList("akka.cluster.roles"));
        Assert.Equal("cluster", config.GetString("akka.actor.provider"));
        Assert.Equal("s3 \"cret", config.GetString("actors.engine.remote.secret"));
    }

    [Theory]
    [InlineData("", "node")]
    [InlineData("storage", "storage")]
    public void Nodes_decide_who_stays_and_programs_that_have_joined_do_not_count(string chosen, string expected)
    {
        const string Setting = "akka.cluster.split-brain-resolver.keep-majority.role";
        var settings = $"{Setting} = \"{chosen}\"";
        var plan = Plan($"akka.cluster.roles = [storage], {settings}");
        using var identity = plan.OpenIdentity(IdSource.System);
        var member = ComputeCloud.MemberConfig(ContactList.Parse("127.0.0.1:1"), new ConnectOptions { Settings = ConfigurationFactory.ParseString(settings) });
        Assert.Equal([expected, expected], [plan.SystemConfig(identity, []).GetString(Setting), member.GetString(Setting)]);
    }

    [Theory]
    [InlineData("off", "akka.tcp")]
    [InlineData("on", "akka.ssl.tcp")]
    public void The_members_known_from_last_time_are_asked_after_the_configured_seeds_of_which_the_first_may_found_a_cluster(string tls, string scheme)
    {
        var plan = Plan($"akka.cluster.roles = [storage], akka.cluster.seed-nodes = [\"{scheme}://actors@a:1\"], akka.remote.dot-netty.tcp.enable-ssl = {tls}");
        using var identity = plan.OpenIdentity(IdSource.System);
        var seeds = plan.SystemConfig(identity, ["b:2", "a:1"]).GetStringList("akka.cluster.seed-nodes");
        Assert.Equal([$"{scheme}://actors@a:1", $"{scheme}://actors@b:2"], seeds);
    }

    [Fact]
    public void A_node_without_a_name_is_called_after_its_first_role_and_one_with_a_name_keeps_its_id()
    {
        using (var first = Plan("akka.cluster.roles = [storage]").OpenIdentity(IdSource.System)) Assert.Equal("storage-1", first.Name);
        string id;
        using (var named = Plan("akka.cluster.roles = [storage], actors.node-name = left").OpenIdentity(IdSource.System)) id = named.NodeId;
        using var again = Plan("akka.cluster.roles = [storage], actors.node-name = left").OpenIdentity(IdSource.System);
        Assert.Equal(id, again.NodeId);
    }

    private NodePlan Plan(string settings) =>
        NodePlan.From(ConfigurationFactory.ParseString(settings).WithFallback(ConfigurationFactory.ParseString($"actors.data-dir = \"{_folder}\"")));
}
