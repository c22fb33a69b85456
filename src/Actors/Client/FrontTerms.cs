using Actors.Links;

namespace Actors.Client;

/// <param name="MaxTransfers">Large objects on their way at a time.</param>
/// <param name="Link">The limits of their links.</param>
/// <param name="Linger">How long the result of a put is kept for a client that did not get it.</param>
internal sealed record FrontTerms(int MaxTransfers, LinkSettings Link, TimeSpan Linger)
{
    /// <summary>Objects on a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Where names are long a page ends sooner, so that it stays below a frame of 128,000 bytes.</summary>
    public int PageBytes { get; init; } = 96 << 10;
}

/// <summary>What a front tells of the node and the cluster around it.</summary>
internal interface IFrontView
{
    Welcome Welcome(ulong request);

    ClusterShown Cluster(ulong request);

    RingShown Ring(ulong request);
}
