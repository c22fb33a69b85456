namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>What a cluster client is reminded of.</summary>
internal enum ClientTick
{
    Establish,
    Heartbeat,
    Refresh,
    GiveUp
}
