using System.Runtime.Serialization;

namespace Akka.Cluster.Serialization;

/// <summary>The status of a member on the wire.</summary>
internal static class WireStatus
{
    public static WireMemberStatus Write(MemberStatus status) => status switch
    {
        MemberStatus.Joining => WireMemberStatus.Joining,
        MemberStatus.WeaklyUp => WireMemberStatus.WeaklyUp,
        MemberStatus.Up => WireMemberStatus.Up,
        MemberStatus.Leaving => WireMemberStatus.Leaving,
        MemberStatus.Exiting => WireMemberStatus.Exiting,
        MemberStatus.Down => WireMemberStatus.Down,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A removed member is in no gossip.")
    };

    public static MemberStatus Read(WireMemberStatus status) => status switch
    {
        WireMemberStatus.Joining => MemberStatus.Joining,
        WireMemberStatus.WeaklyUp => MemberStatus.WeaklyUp,
        WireMemberStatus.Up => MemberStatus.Up,
        WireMemberStatus.Leaving => MemberStatus.Leaving,
        WireMemberStatus.Exiting => MemberStatus.Exiting,
        WireMemberStatus.Down => MemberStatus.Down,
        _ => throw new SerializationException($"Unknown member status {(int)status} in a gossip.")
    };
}
