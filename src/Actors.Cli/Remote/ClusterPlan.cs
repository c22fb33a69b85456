using Actors.Configuration;

namespace Actors.Cli.Remote;

/// <summary>What a hosts file comes to: a node for each host, with its roles, its name, its address and its settings. Pure: nothing is asked, nothing is started.</summary>
internal sealed class ClusterPlan
{
    /// <summary>As in <c>hocon/seed.conf</c>.</summary>
    public const int SeedPort = 4053;

    private const string Tcp = "akka.remote.dot-netty.tcp";
    private const string SeedNodes = "akka.cluster.seed-nodes";
    private const string NodeName = "actors.node-name";

    // What the plan itself decides, and what to write instead.
    private static readonly Dictionary<string, string> Taken = new()
    {
        [$"{Tcp}.port"] = "port=",
        [$"{Tcp}.public-hostname"] = "address=",
        [NodeName] = "name=",
        [SeedNodes] = "profile=seed",
        ["actors.cluster.secret"] = "the option --secret-file",
    };

    private ClusterPlan(IReadOnlyList<RemoteNode> nodes) => Nodes = nodes;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<RemoteNode> Nodes { get; }

    /// <summary>The node that founds the cluster: it starts before all others.</summary>
    public RemoteNode First => Nodes.First(node => node.IsSeed);

    /// <param name="hosts">Of the hosts file.</param>
    /// <param name="settings">PATH=VALUE, for all nodes, below the settings of their own.</param>
    /// <exception cref="ActorsException">The hosts do not make a cluster, or a setting is wrong.</exception>
    public static ClusterPlan From(IReadOnlyList<HostEntry> hosts, IReadOnlyList<string> settings)
    {
        var seeds = hosts.Where(host => host.Profile == NodeProfiles.Seed).DefaultIfEmpty(hosts[0]).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var host in hosts) CheckAddress(host, hosts);
        var names = NodeNames.Of(hosts);
        var seedList = "[" + string.Join(", ", hosts.Where(seeds.Contains).Select(seed => $"\"akka.tcp://actors@{AddressOf(seed)}:{PortOf(seed, true)}\"")) + "]";
        var unnamed = hosts.Where(host => host.Profile == null).ToList();
        var nodes = hosts.Select((host, index) =>
        {
            var isSeed = seeds.Contains(host);
            var roles = NodeProfiles.RolesOf(host.Profile, unnamed.FindIndex(other => ReferenceEquals(other, host)), unnamed.Count);
            string[] own = [.. settings, .. host.Settings];
            CheckOwn(host.Place, own);
            var port = PortOf(host, isSeed);
            return new RemoteNode(host, names[index], roles, isSeed, AddressOf(host), port, [.. Planned(host, names[index], roles, port, seedList), .. own]);
        }).ToArray();
        CheckPorts(nodes);
        foreach (var node in nodes) node.Check();
        return new ClusterPlan(nodes);
    }

    private static IEnumerable<string> Planned(HostEntry host, string name, IReadOnlyList<string> roles, int port, string seeds)
    {
        yield return $"{NodeName}={name}";
        yield return "actors.data-dir=data"; // in the node's folder, where it is started
        yield return $"akka.cluster.roles=[{string.Join(", ", roles)}]";
        yield return $"{SeedNodes}={seeds}";
        // A machine's own name is often an entry for loopback in its /etc/hosts: so a node listens on all addresses and is known by the one of the plan.
        yield return $"{Tcp}.hostname={(ListenPolicy.IsLoopback(AddressOf(host)) ? AddressOf(host) : "0.0.0.0")}";
        yield return $"{Tcp}.public-hostname={AddressOf(host)}";
        yield return $"{Tcp}.port={port}";
    }

    private static string AddressOf(HostEntry host) => host.Address ?? host.Host;

    private static int PortOf(HostEntry host, bool isSeed) => host.Port ?? (isSeed ? SeedPort : 0);

    private static void CheckAddress(HostEntry host, IReadOnlyList<HostEntry> all)
    {
        if (AddressOf(host).Contains(':'))
            throw Wrong(host.Place, $"expected a name or an IPv4 address for the node's address; found {AddressOf(host)}; add address=NAME");
        if (ListenPolicy.IsLoopback(AddressOf(host)) && all.FirstOrDefault(other => !ListenPolicy.IsLoopback(AddressOf(other))) is { } far)
            throw Wrong(host.Place, $"expected an address that {AddressOf(far)} ({far.Place}) can reach; found {AddressOf(host)}, which is this machine for everyone; add address=NAME");
    }

    private static void CheckOwn(string place, IEnumerable<string> settings)
    {
        foreach (var setting in settings)
        {
            var path = setting.Split('=')[0].Trim();
            if (Taken.TryGetValue(path, out var instead)) throw Wrong(place, $"{path} is what the plan decides; use {instead}");
        }
    }

    private static void CheckPorts(RemoteNode[] nodes)
    {
        foreach (var twice in nodes.Where(node => node.Port > 0).GroupBy(node => (node.Address.ToUpperInvariant(), node.Port)).Where(group => group.Count() > 1))
        {
            var second = twice.ElementAt(1);
            throw Wrong(second.Host.Place, $"expected another port than {second.Port}: {second.Address} has a node on it already ({twice.First().Host.Place}); add port=NUMBER, or remove the line");
        }
    }

    private static ActorsException Wrong(string place, string message) => new(ErrorCodes.Invalid, $"{place}: {message}");
}
