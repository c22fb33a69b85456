namespace Akka.Cluster;

/// <summary>Where a member stands in its life: joining, up, leaving, exiting, removed; down when it was declared lost.</summary>
public enum MemberStatus
{
    Joining,
    Up,
    Leaving,
    Exiting,
    Down,
    Removed,

    /// <summary>Admitted while another member was unreachable, so without the agreement of all.</summary>
    WeaklyUp
}
