using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Storage;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;

namespace Actors.Configuration;

/// <summary>What a node is to be, read from its settings: what it does, where its data are, and the whole configuration of its actor system.</summary>
internal sealed record NodePlan
{
    /// <summary>The name of every node's actor system, and so a part of every address.</summary>
    public const string SystemName = "actors";

    private const string SeedNodes = "akka.cluster.seed-nodes";
    private const string MajorityRole = "akka.cluster.split-brain-resolver.keep-majority.role";

    private NodePlan(Config config) => Config = config;

    /// <summary>The user's settings over the product's.</summary>
    public Config Config { get; }

    public bool IsBroker { get; private init; }

    public bool IsWorker { get; private init; }

    public bool IsStorage { get; private init; }

    public bool IsGateway { get; private init; }

    /// <summary>Those of the configuration: what the node does, and the user's labels.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public string DataDir => Config.GetString("actors.data-dir");

    /// <param name="user">The settings of a node, without the product's defaults.</param>
    public static NodePlan From(Config user)
    {
        var config = OwnScheme(user.WithFallback(ReferenceConfig.Config));
        string[] roles = [.. config.GetStringList("akka.cluster.roles")];
        return new NodePlan(config)
        {
            Roles = roles,
            IsBroker = roles.Contains("broker"),
            IsWorker = roles.Contains("worker"),
            IsStorage = roles.Contains("storage"),
            IsGateway = roles.Contains("gateway"),
        };
    }

    /// <summary>
    /// The scheme of an address says whether its node speaks TLS, and nodes that do talk only to nodes that do: so the overlay with TLS need not repeat the seeds.
    /// </summary>
    private static Config OwnScheme(Config config)
    {
        if (!config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl")) return config;
        var seeds = config.GetStringList(SeedNodes).Select(seed => seed.Replace("akka.tcp://", "akka.ssl.tcp://", StringComparison.Ordinal)).ToArray();
        return ConfigurationFactory.FromObject(new { akka = new { cluster = new Dictionary<string, object> { ["seed-nodes"] = seeds } } }).WithFallback(config);
    }

    /// <summary>Takes the node's data folder: the one that is named, or the first free one of its first role.</summary>
    /// <exception cref="ActorsException">Another process holds it.</exception>
    public NodeIdentity OpenIdentity(IdSource ids)
    {
        var name = Config.GetString("actors.node-name");
        return string.IsNullOrEmpty(name) ? NodeIdentity.OpenFirstFree(DataDir, Roles[0], ids) : NodeIdentity.Open(DataDir, name, ids);
    }

    /// <summary>The configuration of the actor system: membership, the node's lasting id and weight as roles, the secret for both ends of a connection.</summary>
    /// <param name="identity">The node's data folder.</param>
    /// <param name="peers">Members that the node knew when it ran last, <c>HOST:PORT</c> each. They come after the configured seeds, of which the first may found a cluster.</param>
    public Config SystemConfig(NodeIdentity identity, IReadOnlyList<string> peers)
    {
        var scheme = Config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl") ? "akka.ssl.tcp" : "akka.tcp";
        string[] seeds = [.. Config.GetStringList(SeedNodes), .. peers.Select(peer => $"{scheme}://{SystemName}@{peer}")];
        string[] announced = [.. Roles, RingMemberFacts.AnyNode, identity.Role, $"weight-{StorageSettings.From(Config).Weight}"];
        var own = ConfigurationFactory.FromObject(new
        {
            akka = new { actor = new { provider = "cluster" }, cluster = new Dictionary<string, object> { ["roles"] = announced, ["seed-nodes"] = seeds.Distinct().ToArray() } },
            actors = new { engine = new { remote = new { secret = Config.GetString("actors.cluster.secret") ?? "" } } },
        });
        // The tools' defaults join a system's configuration only once it runs, which is too late for their serializers.
        return own.WithFallback(MajorityOfNodes(Config)).WithFallback(Config).WithFallback(ClusterClientReceptionist.DefaultConfig());
    }

    /// <summary>When the cluster falls apart, the side with more nodes stays. Programs that have joined come and go with their users and do not count; they judge by the same rule.</summary>
    public static Config MajorityOfNodes(Config config) => string.IsNullOrEmpty(config.GetString(MajorityRole))
        ? ConfigurationFactory.ParseString($"{MajorityRole} = {RingMemberFacts.AnyNode}")
        : Config.Empty;
}
