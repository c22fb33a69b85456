using System.Collections.Immutable;
using System.Reflection;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>The settings below <c>akka.cluster</c>.</summary>
public sealed class ClusterSettings
{
    private const string Section = "akka.cluster";

    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public ClusterSettings(Config config, string systemName)
    {
        ArgumentNullException.ThrowIfNull(config);
        var cluster = new SectionReader(config, Section);
        var detector = new SectionReader(config, Section + ".failure-detector");
        FailureDetectorConfig = config.GetConfig(Section + ".failure-detector");
        FailureDetectorImplementationClass = detector.Text("implementation-class");
        HeartbeatInterval = detector.Positive("heartbeat-interval");
        HeartbeatExpectedResponseAfter = detector.Positive("expected-response-after");
        MonitoredByNrOfMembers = detector.AtLeast(1, "monitored-by-nr-of-members");

        SeedNodes = [.. cluster.Texts("seed-nodes").Select(text => SeedNode(text, systemName))];
        SeedNodeTimeout = cluster.Positive("seed-node-timeout");
        RetryUnsuccessfulJoinAfter = cluster.TimeOrOff("retry-unsuccessful-join-after");
        ShutdownAfterUnsuccessfulJoinSeedNodes = cluster.TimeOrOff("shutdown-after-unsuccessful-join-seed-nodes");
        PeriodicTasksInitialDelay = cluster.Time("periodic-tasks-initial-delay");
        GossipInterval = cluster.Positive("gossip-interval");
        LeaderActionsInterval = cluster.Positive("leader-actions-interval");
        UnreachableNodesReaperInterval = cluster.Positive("unreachable-nodes-reaper-interval");
        GossipDifferentViewProbability = cluster.Probability("gossip-different-view-probability");
        ReduceGossipDifferentViewProbability = cluster.AtLeast(1, "reduce-gossip-different-view-probability");
        WeaklyUpAfter = cluster.TimeOrOff("allow-weakly-up-members", on: TimeSpan.FromSeconds(7)) ?? TimeSpan.Zero;
        AllowWeaklyUpMembers = WeaklyUpAfter > TimeSpan.Zero;

        Roles = [.. cluster.Texts("roles")];
        AppVersion = ReadAppVersion(cluster.Text("app-version"));
        MinNrOfMembers = cluster.AtLeast(1, "min-nr-of-members");
        MinNrOfMembersOfRole = ReadMinNrOfMembersOfRole(config);
        RunCoordinatedShutdownWhenDown = cluster.Flag("run-coordinated-shutdown-when-down");
        LogInfo = cluster.Flag("log-info");
        VerboseHeartbeatLogging = cluster.Flag("debug.verbose-heartbeat-logging");
        VerboseGossipReceivedLogging = cluster.Flag("debug.verbose-receive-gossip-logging");
        UseDispatcher = cluster.Text("use-dispatcher") is { Length: > 0 } dispatcher ? dispatcher : "akka.actor.internal-dispatcher";
        DowningProviderType = cluster.Type("downing-provider-class", typeof(IDowningProvider)) ?? typeof(NoDowning);
    }

    public Config FailureDetectorConfig { get; }

    public string FailureDetectorImplementationClass { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan HeartbeatExpectedResponseAfter { get; }

    public int MonitoredByNrOfMembers { get; }

    public ImmutableList<Address> SeedNodes { get; }

    public TimeSpan SeedNodeTimeout { get; }

    /// <summary>Null when a contact that does not answer is not asked again.</summary>
    public TimeSpan? RetryUnsuccessfulJoinAfter { get; }

    /// <summary>Null when the node asks for ever.</summary>
    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; }

    public TimeSpan PeriodicTasksInitialDelay { get; }

    public TimeSpan GossipInterval { get; }

    public TimeSpan LeaderActionsInterval { get; }

    public TimeSpan UnreachableNodesReaperInterval { get; }

    public double GossipDifferentViewProbability { get; }

    public int ReduceGossipDifferentViewProbability { get; }

    public bool AllowWeaklyUpMembers { get; }

    /// <summary>Zero when members never become WeaklyUp.</summary>
    public TimeSpan WeaklyUpAfter { get; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    public int MinNrOfMembers { get; }

    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; }

    public bool RunCoordinatedShutdownWhenDown { get; }

    public bool LogInfo { get; }

    public bool VerboseHeartbeatLogging { get; }

    public bool VerboseGossipReceivedLogging { get; }

    /// <summary>The id of the dispatcher that the cluster's actors run on.</summary>
    public string UseDispatcher { get; }

    public Type DowningProviderType { get; }

    private static Address SeedNode(string text, string systemName)
    {
        if (!Address.TryParse(text, out Address address) || !address.HasGlobalScope || address.Port is null)
            throw new ConfigurationException(
                $"{Section}.seed-nodes: expected an address like akka.tcp://{systemName}@host:4053, found '{text}'.");
        return address;
    }

    private static AppVersion ReadAppVersion(string text)
    {
        if (text == "assembly-version")
            return AppVersion.Create(Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3) ?? AppVersion.Zero.Version);
        try
        {
            return AppVersion.Create(text);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException($"{Section}.app-version: {e.Message}", e);
        }
    }

    private static ImmutableDictionary<string, int> ReadMinNrOfMembersOfRole(Config config) =>
        (config.GetConfig(Section + ".role") ?? Config.Empty).AsEnumerable()
            .Where(role => config.HasPath($"{Section}.role.{role.Key}.min-nr-of-members"))
            .ToImmutableDictionary(role => role.Key, role => new SectionReader(config, $"{Section}.role.{role.Key}").AtLeast(1, "min-nr-of-members"));
}
