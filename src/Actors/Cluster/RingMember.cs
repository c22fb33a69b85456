namespace Actors.Cluster;

/// <summary>A storage node as the ring sees it: its lasting id, its share of the keys and the zone it fails together with.</summary>
/// <param name="NodeId">Made once a data folder; addresses change, this does not.</param>
/// <param name="Weight">1 to <see cref="MaxWeight"/>; twice the weight, twice the keys.</param>
/// <param name="Zone">Null: a zone of its own.</param>
public sealed record RingMember(string NodeId, int Weight = 1, string? Zone = null)
{
    /// <summary>100 x 128 tokens a node keeps a ring of a hundred of the heaviest nodes near a million entries.</summary>
    public const int MaxWeight = 100;
}
