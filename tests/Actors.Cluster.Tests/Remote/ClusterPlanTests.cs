using Actors.Cli.Remote;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

public class ClusterPlanTests
{
    [Fact]
    public void Three_names_make_a_cluster_that_can_do_without_any_one_of_them()
    {
        var plan = Plan("node{1..3}");
        Assert.Equal(["node1", "node2", "node3"], plan.Nodes.Select(node => node.Name));
        Assert.Equal(["broker storage", "broker storage worker", "storage worker"], plan.Nodes.Select(node => string.Join(' ', node.Roles)));
        Assert.Equal([true, false, false], plan.Nodes.Select(node => node.IsSeed));
        Assert.Equal([4053, 0, 0], plan.Nodes.Select(node => node.Port));
        Assert.All(plan.Nodes, node => Assert.Contains("akka.cluster.seed-nodes=[\"akka.tcp://actors@node1:4053\"]", node.Settings));
    }

    [Theory]
    [InlineData("a", "broker storage worker")]
    [InlineData("a\nb", "broker storage, storage worker")]
    [InlineData("a profile=seed\nb\nc", "storage, broker storage, storage worker")]
    [InlineData("a profile=all-in-one", "broker worker storage gateway")]
    public void Hosts_without_a_profile_share_what_is_to_be_done(string text, string roles) =>
        Assert.Equal(roles, string.Join(", ", Plan(text).Nodes.Select(node => string.Join(' ', node.Roles))));

    [Fact]
    public void The_first_host_with_the_seed_profile_founds_the_cluster_and_all_of_them_are_joined_by()
    {
        var plan = Plan("a\nb profile=seed\nc profile=seed port=4100");
        Assert.Equal("b", plan.First.Name);
        Assert.Contains("akka.cluster.seed-nodes=[\"akka.tcp://actors@b:4053\", \"akka.tcp://actors@c:4100\"]", plan.Nodes[0].Settings);
    }

    [Fact]
    public void A_node_listens_on_all_addresses_of_its_machine_unless_the_cluster_is_this_machine()
    {
        var far = Assert.Single(Plan("alias address=10.0.0.7").Nodes).Settings;
        Assert.Contains("akka.remote.dot-netty.tcp.hostname=0.0.0.0", far);
        Assert.Contains("akka.remote.dot-netty.tcp.public-hostname=10.0.0.7", far);
        Assert.Contains("akka.remote.dot-netty.tcp.hostname=127.0.0.1", Assert.Single(Plan("127.0.0.1").Nodes).Settings);
    }

    [Fact]
    public void Nodes_of_one_machine_have_names_of_their_own()
    {
        Assert.Equal(["a", "a-2", "b", "A-3"], Plan("a\na\nA name=b\nA").Nodes.Select(node => node.Name));
        Assert.Equal("h:2: expected a name of its own; 'x' is that of h:1; choose another", Refused("a name=X\nb name=x"));
    }

    [Theory]
    [InlineData("127.0.0.1\nb", "h:1: expected an address that b (h:2) can reach; found 127.0.0.1, which is this machine for everyone; add address=NAME")]
    [InlineData("[fe80::1]", "h:1: expected a name or an IPv4 address for the node's address; found fe80::1; add address=NAME")]
    [InlineData("a profile=seed\na profile=seed", "h:2: expected another port than 4053: a has a node on it already (h:1); add port=NUMBER, or remove the line")]
    [InlineData("a akka.remote.dot-netty.tcp.port=1", "h:1: akka.remote.dot-netty.tcp.port is what the plan decides; use port=")]
    [InlineData("a actors.cluster.secret=x", "h:1: actors.cluster.secret is what the plan decides; use the option --secret-file")]
    [InlineData("a actors.storage.replica=3", "h:1: --set actors.storage.replica: no such setting; did you mean actors.storage.replicas?")]
    public void What_would_fail_there_is_told_here(string text, string message) => Assert.StartsWith(message, Refused(text));

    [Fact]
    public void Settings_of_a_host_come_over_those_of_all_and_the_secret_is_a_text_whatever_is_in_it()
    {
        var plan = ClusterPlan.From(HostsFile.Parse("h", "a actors.storage.weight=3"), ["actors.storage.weight=2", "actors.storage.replicas=1"]);
        var config = Akka.Configuration.ConfigurationFactory.ParseString(plan.First.SettingsText("$\"x\\{'"));
        Assert.Equal((3, 1), (config.GetInt("actors.storage.weight"), config.GetInt("actors.storage.replicas")));
        Assert.Equal("$\"x\\{'", config.GetString("actors.cluster.secret"));
    }

    [Fact]
    public void A_dry_run_shows_the_commands_and_no_secret()
    {
        var lines = DryRun.Start(Plan("admin@node{1..2}:2222"), new SshOptions("my key", ["StrictHostKeyChecking=yes"]), "actors", new ProgramFiles("here", ["x"], "abc", [])).ToArray();
        Assert.Contains(lines, line => line.StartsWith("ssh -T -o StrictHostKeyChecking=yes -i 'my key' -o IdentitiesOnly=yes -o BatchMode=yes ", StringComparison.Ordinal)
            && line.Contains("-p 2222 -l admin -- node1 'exec sh -s' < start.sh"));
        Assert.Contains("#   actors.cluster.secret = \"...\"", lines);
    }

    private static ClusterPlan Plan(string text) => ClusterPlan.From(HostsFile.Parse("h", text), []);

    private static string Refused(string text) => Assert.Throws<ActorsException>(() => Plan(text)).Message;
}
