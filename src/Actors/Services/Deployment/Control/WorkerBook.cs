using Actors.Cluster.Internal;
using Actors.Services.Deployment.Planning;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Services.Deployment.Control;

/// <summary>The worker nodes: what membership tells of them, and what they say they run. Part of an actor that subscribes to the cluster's events.</summary>
internal sealed class WorkerBook
{
    public const string Role = "worker";

    private readonly MemberBook _members = new();
    private readonly Dictionary<string, InstancesReport> _reports = [];

    /// <summary>Those that can be asked.</summary>
    public IEnumerable<Address> Addresses => Workers.Select(member => member.Address);

    private IEnumerable<Member> Workers => _members.Members.Where(member => member.HasRole(Role) && member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting);

    public void Take(object membership)
    {
        _members.Take(membership);
        if (membership is ClusterEvent.MemberRemoved removed)
            _reports.Remove(removed.Member.Address.ToString());
    }

    /// <returns>The services of which something has changed.</returns>
    public IReadOnlyCollection<string> Take(InstancesReport report)
    {
        var before = _reports.TryGetValue(report.Node, out var known) ? known.Instances : [];
        _reports[report.Node] = report;
        if (known is null)
            return [.. report.Instances.Select(instance => instance.Service).Distinct()];
        return [.. before.Except(report.Instances).Concat(report.Instances.Except(before)).Select(instance => instance.Service).Distinct()];
    }

    /// <summary>What was said is too old to be of use.</summary>
    public void ForgetReports() => _reports.Clear();

    public IReadOnlyList<WorkerFacts> FactsFor(string service) =>
    [
        .. Workers.Select(member => new WorkerFacts(
            member.Address.ToString(),
            [.. member.Roles],
            member.Status == MemberStatus.Up,
            _members.IsReachable(member),
            _reports.TryGetValue(member.Address.ToString(), out var report) ? report.Instances.Count : 0,
            report is null
                ? default
                : [.. report.Instances.Where(instance => instance.Service == service).Select(instance => new InstanceFacts(instance.Instance, Revisions.FromWire(instance.Revision), instance.State, instance.Reason))])),
    ];

    public IEnumerable<InstanceView> InstancesOf(string service) => _reports.Values.SelectMany(report => report.Instances).Where(instance => instance.Service == service)
        .OrderBy(instance => instance.Node, StringComparer.Ordinal).ThenBy(instance => instance.Instance, StringComparer.Ordinal);
}
