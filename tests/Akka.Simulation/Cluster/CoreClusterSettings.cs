using Akka.Cluster.Internal;

namespace Akka.Simulation.Cluster;

internal sealed record CoreClusterSettings
{
    public MembershipSettings Membership { get; init; } = MembershipSettings.Default;

    public DowningStrategy Downing { get; init; } = new KeepMajority("");

    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan? DownAllWhenUnstable { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan HeartbeatPause { get; init; } = TimeSpan.FromSeconds(4);

    public int MonitoredBy { get; init; } = 9;
}
