using System.Text.RegularExpressions;
using Actors.Cluster.Internal;
using Akka.Configuration;

namespace Actors.Configuration;

/// <summary>What a node needs of the <c>akka.*</c> settings, and the rules that concern several settings at once.</summary>
internal static partial class NodeRules
{
    private const string Tcp = "akka.remote.dot-netty.tcp";
    private const string Roles = "akka.cluster.roles";
    private static readonly string[] KnownRoles = ["broker", "worker", "storage", "gateway"];

    public static void Check(Config config, SettingPositions written)
    {
        CheckPort(config, written, $"{Tcp}.port");
        CheckList(config, written, Roles);
        CheckSeeds(config, written);
        CheckSafe(config, written);
        var roles = config.GetStringList(Roles);
        if (!roles.Any(role => KnownRoles.Contains(role)))
            throw SettingFailure.Wrong(written, Roles, $"at least one of {string.Join(", ", KnownRoles)}, which say what the node does");
        if (config.HasPath("akka.actor.provider") && config.GetString("akka.actor.provider") != "cluster")
            throw SettingFailure.Wrong(written, "akka.actor.provider", "cluster, or nothing: a node is a member of a cluster");
    }

    /// <summary>What holds for embedded nodes too: no listening for strangers, and no labels that other nodes take for facts about a node.</summary>
    public static void CheckSafe(Config config, SettingPositions written)
    {
        CheckListening(config, written);
        if (config.GetStringList(Roles).FirstOrDefault(RingMemberFacts.IsReserved) is { } taken)
            throw SettingFailure.At(written, Roles, $"expected labels that are not node and do not begin with node- or weight-, which every node announces by itself; found {taken}");
    }

    private static void CheckPort(Config config, SettingPositions written, string path)
    {
        if (config.HasPath(path) && (!int.TryParse(config.GetString(path), out var port) || port is < 0 or > 65535))
            throw SettingFailure.Wrong(written, path, "a port from 1 to 65535, or 0 for a free one");
    }

    private static void CheckList(Config config, SettingPositions written, string path)
    {
        if (config.HasPath(path) && !config.GetValue(path).IsArray())
            throw SettingFailure.Wrong(written, path, "a list such as [a, b]");
    }

    private static void CheckSeeds(Config config, SettingPositions written)
    {
        const string SeedNodes = "akka.cluster.seed-nodes";
        CheckList(config, written, SeedNodes);
        var seeds = config.GetStringList(SeedNodes);
        if (seeds.Count == 0)
            throw SettingFailure.Wrong(written, SeedNodes, "the addresses of nodes to join by, such as [\"akka.tcp://actors@127.0.0.1:4053\"]");
        if (seeds.FirstOrDefault(seed => !SeedAddress().IsMatch(seed)) is { } wrong)
            throw SettingFailure.At(written, SeedNodes, $"expected addresses of the form akka.tcp://actors@HOST:PORT; found {wrong}");
    }

    private static void CheckListening(Config config, SettingPositions written)
    {
        var insecure = config.GetBoolean("actors.insecure");
        var isProtected = config.GetBoolean($"{Tcp}.enable-ssl") || !string.IsNullOrEmpty(config.GetString("actors.cluster.secret"));
        if (config.HasPath($"{Tcp}.hostname") &&
            ListenPolicy.Refuse(config.GetString($"{Tcp}.hostname"), isProtected, insecure, "use hocon/tls.conf or set actors.cluster.secret") is { } remoting)
            throw SettingFailure.At(written, $"{Tcp}.hostname", $"{remoting}; found {config.GetString($"{Tcp}.hostname")}");

        // The text protocol has neither passwords nor encryption, so a secret among the nodes does not protect it.
        const string GatewayHost = "actors.gateways.computecloud.host";
        if (config.HasPath(GatewayHost) &&
            ListenPolicy.Refuse(config.GetString(GatewayHost), false, insecure, "the text protocol has no passwords; put a tunnel before it") is { } gateway)
            throw SettingFailure.At(written, GatewayHost, $"{gateway}; found {config.GetString(GatewayHost)}");
    }

    [GeneratedRegex(@"^akka\.(tcp|ssl\.tcp)://actors@([^:/\s\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$")]
    private static partial Regex SeedAddress();
}
