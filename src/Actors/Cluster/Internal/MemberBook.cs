using Akka.Cluster;

namespace Actors.Cluster.Internal;

/// <summary>The cluster's members as its events tell of them, each in its latest status. Part of an actor that subscribes to them.</summary>
internal sealed class MemberBook
{
    // Not an immutable dictionary: that one keeps the old value when the new one is equal, and members of any status are equal.
    private readonly Dictionary<UniqueAddress, Member> _members = [];

    public IReadOnlyCollection<Member> Members => _members.Values;

    public bool Has(UniqueAddress member) => _members.ContainsKey(member);

    /// <returns>False when the message says nothing of who is a member.</returns>
    public bool Take(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members.Clear();
                foreach (var member in state.Members)
                    _members[member.UniqueAddress] = member;
                return true;
            case ClusterEvent.MemberRemoved removed:
                _members.Remove(removed.Member.UniqueAddress);
                return true;
            case ClusterEvent.IMemberEvent change:
                _members[change.Member.UniqueAddress] = change.Member;
                return true;
            default:
                return false;
        }
    }
}
