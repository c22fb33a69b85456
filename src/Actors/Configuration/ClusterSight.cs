using System.Reflection;
using Actors.Client;
using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Storage;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Configuration;

/// <summary>The cluster as this node sees it, put into the messages of a front.</summary>
internal sealed class ClusterSight(ActorSystem system) : IFrontView
{
    private static readonly string Version =
        typeof(ClusterSight).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(system);

    public Welcome Welcome(ulong request) => new() { RequestId = request, Version = Version, Address = _cluster.SelfAddress.ToString() };

    public ClusterShown Cluster(ulong request)
    {
        var state = _cluster.State;
        var shown = new ClusterShown { RequestId = request, Self = _cluster.SelfAddress.ToString(), Leader = state.Leader?.ToString() ?? "" };
        shown.Members.Add(state.Members.Select(member => ViewOf(member, state)));
        return shown;
    }

    public RingShown Ring(ulong request)
    {
        var state = _cluster.State;
        var inRing = state.Members.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving).Order(Member.AgeOrdering);
        var nodes = RingMemberFacts.StorageNodes(inRing.Select((member, age) =>
            new RingMemberFacts(member.Address.ToString(), member.Roles, !state.Unreachable.Contains(member), age)));
        var shares = HashRing.Of(nodes.Select(node => node.Member)).Shares();
        var shown = new RingShown { RequestId = request, Replicas = StorageSettings.From(system.Settings.Config).Replicas };
        shown.Members.Add(nodes.OrderBy(node => node.Member.NodeId, StringComparer.Ordinal).Select(node => new RingMemberView
        {
            NodeId = node.Member.NodeId,
            Address = node.Facts.Address,
            Weight = node.Member.Weight,
            Zone = node.Member.Zone ?? "",
            Share = shares.GetValueOrDefault(node.Member.NodeId),
            Reachable = node.Facts.Reachable,
        }));
        return shown;
    }

    private static MemberView ViewOf(Member member, ClusterEvent.CurrentClusterState state)
    {
        var view = new MemberView { Address = member.Address.ToString(), Status = member.Status.ToString(), Reachable = !state.Unreachable.Contains(member) };
        view.Roles.Add(member.Roles.Order(StringComparer.Ordinal));
        return view;
    }
}
