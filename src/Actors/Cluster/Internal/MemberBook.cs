using Akka.Cluster;

namespace Actors.Cluster.Internal;

/// <summary>The cluster's members as its events tell of them, each in its latest status, and which of them are reachable. Part of an actor that subscribes to them.</summary>
internal sealed class MemberBook
{
    // Not an immutable dictionary: that one keeps the old value when the new one is equal, and members of any status are equal.
    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];

    public IReadOnlyCollection<Member> Members => _members.Values;

    /// <summary>Those that the failure detector does not see; known only to subscribers of reachability events.</summary>
    public IReadOnlySet<UniqueAddress> Unreachable => _unreachable;

    public bool Has(UniqueAddress member) => _members.ContainsKey(member);

    public bool IsReachable(Member member) => !_unreachable.Contains(member.UniqueAddress);

    /// <returns>False when the message says nothing of the members.</returns>
    public bool Take(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members.Clear();
                foreach (var member in state.Members)
                    _members[member.UniqueAddress] = member;
                _unreachable.Clear();
                _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress));
                return true;
            case ClusterEvent.MemberRemoved removed:
                _members.Remove(removed.Member.UniqueAddress);
                _unreachable.Remove(removed.Member.UniqueAddress);
                return true;
            case ClusterEvent.IMemberEvent change:
                _members[change.Member.UniqueAddress] = change.Member;
                return true;
            case ClusterEvent.UnreachableMember lost:
                _unreachable.Add(lost.Member.UniqueAddress);
                return true;
            case ClusterEvent.ReachableMember back:
                _unreachable.Remove(back.Member.UniqueAddress);
                return true;
            default:
                return false;
        }
    }
}
