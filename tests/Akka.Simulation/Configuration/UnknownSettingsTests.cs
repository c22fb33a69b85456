using Akka.Configuration;
using Akka.Configuration.Internal;
using Xunit;

namespace Akka.Simulation.Configuration;

public class UnknownSettingsTests
{
    private const string Core = """
        akka {
          loglevel = INFO
          loggers = [a]
          actor {
            provider = local
            default-dispatcher { type = Dispatcher, throughput = 30 }
            deployment.default.mailbox = ""
            mailbox { requirements { x = y }, bounded { mailbox-type = B } }
            serializers { json = J }
            serialization-bindings { "System.Object" = json }
            debug.unhandled = off
          }
          coordinated-shutdown.phases { stop.timeout = 1s }
          extras {}
        }
        """;

    private const string Cluster = "akka { cluster { roles = [], split-brain-resolver.active-strategy = x }, actor.serializers.cluster = C }";

    private static IReadOnlyList<UnknownSetting> Find(string user, params string[] references) =>
        UnknownSettings.Find(ConfigurationFactory.ParseString(user), references.Select(ConfigurationFactory.ParseString));

    private static string[] Paths(string user) => [.. Find(user, Core, Cluster).Select(unknown => unknown.Path)];

    [Theory]
    [InlineData("akka.logelvel = DEBUG", "akka.logelvel")]
    [InlineData("akka.actor.debug.unhandle = on", "akka.actor.debug.unhandle")]
    [InlineData("akka.actor.default-dispatcher.througput = 5", "akka.actor.default-dispatcher.througput")]
    [InlineData("akka.loglevel.x = 5", "akka.loglevel.x")]
    [InlineData("akka.cluster.role-s = []", "akka.cluster.role-s")]
    [InlineData("akka.actor.\"a b\" = 1", "akka.actor.\"a b\"")]
    [InlineData("akka.io.tcp { x = 1, y = 2 }", "akka.io")]
    public void A_setting_that_no_reference_has_is_found(string user, string path) => Assert.Equal([path], Paths(user));

    [Theory]
    [InlineData("")]
    [InlineData("akka {}")]
    [InlineData("akka { loglevel = DEBUG, loggers = [b], actor { provider = cluster, debug.unhandled = on } }")]
    [InlineData("akka.actor.default-dispatcher { throughput = 1 }")]
    [InlineData("akka.cluster.roles = [a]")]
    [InlineData("akka.actor.debug = null")]
    [InlineData("mine.anything = 1, actors.cluster.secret = x")]
    public void A_setting_that_a_reference_has_is_known(string user) => Assert.Empty(Paths(user));

    [Theory]
    [InlineData("akka.actor.deployment { /a { router = r, x.y = 1 }, \"/b/*\".remote = z }")]
    [InlineData("akka.actor.serializers.mine = \"M, M\"")]
    [InlineData("akka.actor.serialization-bindings { \"My.Type, My\" = mine }")]
    [InlineData("akka.actor.serialization-identifiers { \"My.Serializer, My\" = 77 }")]
    [InlineData("akka.actor.mailbox.requirements { \"My.Semantics\" = akka.actor.mailbox.mine }")]
    [InlineData("akka.coordinated-shutdown.phases { mine { depends-on = [stop], recover = off } }")]
    [InlineData("akka.cluster.split-brain-resolver.static-quorum.quorum-size = 3")]
    [InlineData("akka.cluster.role { worker.min-nr-of-members = 2 }")]
    [InlineData("akka.extras { anything { goes = 1 } }")]
    public void Keys_of_a_section_for_ones_own_are_known(string user) => Assert.Empty(Paths(user));

    [Theory]
    [InlineData("akka.actor.my-dispatcher { type = PinnedDispatcher, executor = x, whatever = 1 }")]
    [InlineData("akka.actor.mailbox.mine { mailbox-type = \"M, M\", size = 5 }")]
    [InlineData("akka.my-dispatcher { type = Dispatcher }")]
    [InlineData("akka.cluster.mine { class = \"J, J\", url = u }")]
    public void Sections_that_define_something_of_ones_own_are_known(string user) => Assert.Empty(Paths(user));

    [Fact]
    public void The_place_is_told()
    {
        var unknown = Assert.Single(Find("akka {\n  logelvel = DEBUG\n}", Core));
        Assert.StartsWith("(2,14): akka.logelvel: expected a setting that the engine reads", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_fallbacks_count_as_well()
    {
        var user = ConfigurationFactory.ParseString("akka.x = 1").WithFallback(ConfigurationFactory.ParseString("akka.y = 1"));
        Assert.Equal(["akka.y", "akka.x"], UnknownSettings.Find(user, [ConfigurationFactory.ParseString(Core)]).Select(unknown => unknown.Path));
    }

    [Fact]
    public void References_are_asked_for_only_while_something_is_unknown()
    {
        var asked = new List<string>();
        Assert.Empty(UnknownSettings.Find(ConfigurationFactory.ParseString("akka.loglevel = DEBUG"), Ask()));
        Assert.Equal(["core"], asked);
        Assert.Empty(UnknownSettings.Find(ConfigurationFactory.ParseString("mine = 1"), Ask()));
        Assert.Equal(["core"], asked);

        IEnumerable<Config> Ask()
        {
            asked.Add("core");
            yield return ConfigurationFactory.ParseString(Core);
            asked.Add("cluster");
            yield return ConfigurationFactory.ParseString(Cluster);
        }
    }

    [Fact]
    public void The_engines_own_reference_configurations_are_known()
    {
        foreach (var reference in EngineReferences.All()) Assert.Empty(UnknownSettings.Find(reference, EngineReferences.All()));
    }
}
