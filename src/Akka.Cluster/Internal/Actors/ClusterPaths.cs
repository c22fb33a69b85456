using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>Where the cluster's actors are, the same on all nodes.</summary>
internal static class ClusterPaths
{
    public const string Supervisor = "cluster";
    public const string Core = "core";
    public const string Heartbeat = "heartbeat";
    public const string Publisher = "publisher";
    public const string Downing = "downing";

    public static ActorPath CoreAt(Address node) => new RootActorPath(node) / "system" / Supervisor / Core;

    public static ActorPath HeartbeatAt(Address node) => new RootActorPath(node) / "system" / Supervisor / Heartbeat;
}
