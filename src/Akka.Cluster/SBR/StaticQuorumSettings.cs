namespace Akka.Cluster.SBR;

/// <summary>A side with this many members stays.</summary>
public sealed class StaticQuorumSettings(int size, string role)
{
    public int Size { get; } = size;

    /// <summary>Empty when all members count.</summary>
    public string Role { get; } = role;
}
