using Actors.Links;
using Actors.Links.Internal;

namespace Actors.Dataflow.Nodes;

/// <summary>What the links of flows have in common. They outlast any silence: who is lost is decided by the membership of the cluster, and not by each link for itself.</summary>
internal static class EdgeTerms
{
    public static LinkSettings Link { get; } = LinkSettings.Default with { PeerTimeout = TimeSpan.MaxValue };

    public static LinkOutcome Farewell { get; } = new(ErrorCodes.Cancelled, "the flow has ended here");
}
