using Akka.Actor;
using Akka.Cluster.SBR;
using Akka.Configuration;
using Xunit;

namespace Akka.Cluster.Tests;

public class SettingsTests
{
    private const string Node = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """;

    [Fact]
    public async Task The_defaults_are_Akkas()
    {
        await using var node = new Started("");
        var settings = node.Cluster.Settings;

        Assert.Empty(settings.SeedNodes);
        Assert.Empty(settings.Roles);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.SeedNodeTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.RetryUnsuccessfulJoinAfter);
        Assert.Null(settings.ShutdownAfterUnsuccessfulJoinSeedNodes);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.PeriodicTasksInitialDelay);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.GossipInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.LeaderActionsInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.UnreachableNodesReaperInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatExpectedResponseAfter);
        Assert.Equal(9, settings.MonitoredByNrOfMembers);
        Assert.Equal(0.8, settings.GossipDifferentViewProbability);
        Assert.Equal(400, settings.ReduceGossipDifferentViewProbability);
        Assert.True(settings.AllowWeaklyUpMembers);
        Assert.Equal(TimeSpan.FromSeconds(7), settings.WeaklyUpAfter);
        Assert.Equal(1, settings.MinNrOfMembers);
        Assert.Empty(settings.MinNrOfMembersOfRole);
        Assert.True(settings.RunCoordinatedShutdownWhenDown);
        Assert.True(settings.LogInfo);
        Assert.Equal(typeof(SplitBrainResolverProvider), settings.DowningProviderType);
        Assert.IsType<SplitBrainResolverProvider>(node.Cluster.DowningProvider);
        Assert.Equal(TimeSpan.FromSeconds(20), node.Cluster.DowningProvider.DownRemovalMargin);
    }

    [Fact]
    public async Task The_defaults_of_the_split_brain_resolver_are_Akkas()
    {
        await using var node = new Started("");
        var settings = new SplitBrainResolverSettings(node.System.Settings.Config);

        Assert.Equal(SplitBrainResolverSettings.KeepMajorityName, settings.DowningStrategy);
        Assert.Equal(TimeSpan.FromSeconds(20), settings.DowningStableAfter);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.DownAllWhenUnstable);
        Assert.Equal("", settings.KeepMajorityRole);
        Assert.True(settings.KeepOldestSettings.DownIfAlone);
        Assert.ThrowsAny<ConfigurationException>(() => settings.StaticQuorumSettings);
    }

    [Fact]
    public async Task What_is_set_is_read()
    {
        await using var node = new Started("""
            akka.cluster {
              roles = [storage, node-1]
              app-version = 1.2.3
              min-nr-of-members = 3
              role.storage.min-nr-of-members = 2
              allow-weakly-up-members = off
              retry-unsuccessful-join-after = off
              shutdown-after-unsuccessful-join-seed-nodes = 60s
              downing-provider-class = "Akka.Cluster.SplitBrainResolver, Akka.Cluster"
              split-brain-resolver { active-strategy = keep-referee, keep-referee.address = "akka.tcp://test@10.0.0.1:4053", stable-after = 8s }
            }
            """);
        var settings = node.Cluster.Settings;

        Assert.Equal(["node-1", "storage"], settings.Roles.Order());
        Assert.Equal("1.2.3", settings.AppVersion.Version);
        Assert.Equal(3, settings.MinNrOfMembers);
        Assert.Equal(2, settings.MinNrOfMembersOfRole["storage"]);
        Assert.False(settings.AllowWeaklyUpMembers);
        Assert.Null(settings.RetryUnsuccessfulJoinAfter);
        Assert.Equal(TimeSpan.FromMinutes(1), settings.ShutdownAfterUnsuccessfulJoinSeedNodes);
        Assert.Equal(TimeSpan.FromSeconds(8), Assert.IsType<SplitBrainResolver>(node.Cluster.DowningProvider).StableAfter);
    }

    [Fact]
    public async Task Without_a_downing_provider_nobody_is_downed_by_itself()
    {
        await using var node = new Started("akka.cluster.downing-provider-class = \"\"");
        Assert.IsType<NoDowning>(node.Cluster.DowningProvider);
        Assert.Null(node.Cluster.DowningProvider.DowningActorProps);
    }

    [Theory]
    [InlineData("akka.cluster.seed-nodes = [somewhere]", "akka.cluster.seed-nodes")]
    [InlineData("akka.cluster.gossip-interval = 0s", "akka.cluster.gossip-interval")]
    [InlineData("akka.cluster.min-nr-of-members = 0", "akka.cluster.min-nr-of-members")]
    [InlineData("akka.cluster.role.storage.min-nr-of-members = 0", "akka.cluster.role.storage.min-nr-of-members")]
    [InlineData("akka.cluster.app-version = new", "akka.cluster.app-version")]
    [InlineData("akka.cluster.gossip-different-view-probability = 1.5", "akka.cluster.gossip-different-view-probability")]
    [InlineData("akka.cluster.failure-detector.monitored-by-nr-of-members = 0", "akka.cluster.failure-detector.monitored-by-nr-of-members")]
    [InlineData("akka.cluster.downing-provider-class = Nothing", "akka.cluster.downing-provider-class")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy = keep-all", "akka.cluster.split-brain-resolver.active-strategy")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy = static-quorum", "akka.cluster.split-brain-resolver.static-quorum.quorum-size")]
    [InlineData("akka.cluster.split-brain-resolver.stable-after = 0s", "akka.cluster.split-brain-resolver.stable-after")]
    public void A_wrong_value_is_refused_with_its_path(string config, string path)
    {
        var failure = Record.Exception(() => ActorSystem.Create("test", ConfigurationFactory.ParseString(config).WithFallback(Node)));

        var messages = Messages(failure).ToArray();
        Assert.Contains(messages, m => m.Contains(path));
    }

    [Fact]
    public async Task A_system_with_another_provider_has_no_cluster()
    {
        using var system = ActorSystem.Create("test", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        Assert.Contains("akka.actor.provider", Assert.Throws<ConfigurationException>(() => Cluster.Get(system)).Message);
        await system.Terminate();
    }

    private static IEnumerable<string> Messages(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            yield return failure.Message;
    }

    private sealed class Started(string config) : IAsyncDisposable
    {
        public ActorSystem System { get; } = ActorSystem.Create("test", ConfigurationFactory.ParseString(config).WithFallback(Node));

        public Cluster Cluster => Cluster.Get(System);

        public async ValueTask DisposeAsync()
        {
            ((ExtendedActorSystem)System).Abort();
            await System.WhenTerminated;
        }
    }
}
