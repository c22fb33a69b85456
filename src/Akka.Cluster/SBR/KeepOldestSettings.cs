namespace Akka.Cluster.SBR;

/// <summary>The side with the oldest member stays.</summary>
public sealed class KeepOldestSettings(bool downIfAlone, string role)
{
    /// <summary>Whether the oldest member goes when it is alone on its side.</summary>
    public bool DownIfAlone { get; } = downIfAlone;

    /// <summary>Empty when all members count.</summary>
    public string Role { get; } = role;
}
