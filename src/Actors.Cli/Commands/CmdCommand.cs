using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;

namespace Actors.Cli.Commands;

/// <summary><c>actors cmd</c>: questions about the cluster itself.</summary>
internal static class CmdCommand
{
    public static Command Create(CommandHost host)
    {
        var show = new TeachingCommand("show", "List the members as the node sees them that answers", "actors cmd cluster show", "actors cmd cluster show --json");
        host.OnCluster(show, async (run, cloud) =>
        {
            WriteMembers(run, await cloud.ShowClusterAsync(run.Cancel).ConfigureAwait(false));
            return ExitCodes.Done;
        });
        var status = new TeachingCommand("status", "Say in one line how the cluster is; exit code 1 when a member is unreachable", "actors cmd cluster status");
        host.OnCluster(status, async (run, cloud) => WriteStatus(run, await cloud.ShowClusterAsync(run.Cancel).ConfigureAwait(false)));
        var ring = new TeachingCommand("show", "List the storage nodes and their shares of the keys", "actors cmd ring show");
        host.OnCluster(ring, async (run, cloud) =>
        {
            WriteRing(run, await cloud.ShowRingAsync(run.Cancel).ConfigureAwait(false));
            return ExitCodes.Done;
        });
        return new TeachingCommand("cmd", "Ask about the cluster itself", "actors cmd cluster status", "actors cmd ring show")
        {
            new TeachingCommand("cluster", "Its members", "actors cmd cluster show", "actors cmd cluster status") { show, status },
            new TeachingCommand("ring", "Who stores what", "actors cmd ring show") { ring },
        };
    }

    private static void WriteMembers(CommandRun run, ClusterShown cluster)
    {
        if (run.Json)
        {
            var members = cluster.Members.Select(member => new MemberDocument(member.Address, member.Status, [.. member.Roles], member.Reachable));
            run.Out.WriteLine(JsonSerializer.Serialize(new ClusterDocument(cluster.Self, cluster.Leader, [.. members]), JsonShapes.Readable.ClusterDocument));
            return;
        }

        var table = new TextTable("ADDRESS", "STATUS", "REACHABLE", "ROLES");
        foreach (var member in cluster.Members)
            table.Add(member.Address + (member.Address == cluster.Leader ? " (leader)" : ""), member.Status, member.Reachable ? "yes" : "no", string.Join(',', member.Roles));
        run.Out.Write(table);
    }

    private static int WriteStatus(CommandRun run, ClusterShown cluster)
    {
        var unreachable = cluster.Members.Count(member => !member.Reachable);
        var self = cluster.Members.FirstOrDefault(member => member.Address == cluster.Self)?.Status ?? "Removed";
        run.Out.WriteLine(run.Json
            ? JsonSerializer.Serialize(new ClusterStatusDocument(cluster.Self, self, cluster.Leader, cluster.Members.Count, unreachable), JsonShapes.Readable.ClusterStatusDocument)
            : $"{cluster.Members.Count} members, {unreachable} unreachable, leader {(cluster.Leader.Length > 0 ? cluster.Leader : "none")}; {cluster.Self} is {self}");
        return unreachable == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void WriteRing(CommandRun run, RingShown ring)
    {
        if (run.Json)
        {
            var members = ring.Members.Select(member =>
                new RingMemberDocument(member.NodeId, member.Address, member.Weight, member.Zone, member.Share, member.Reachable));
            run.Out.WriteLine(JsonSerializer.Serialize(new RingDocument(ring.Replicas, [.. members]), JsonShapes.Readable.RingDocument));
            return;
        }

        var table = new TextTable("NODE", "ADDRESS", "WEIGHT", "SHARE", "REACHABLE", "ZONE");
        foreach (var member in ring.Members)
            table.Add(member.NodeId, member.Address, member.Weight.ToString(), member.Share.ToString("P1"), member.Reachable ? "yes" : "no", member.Zone);
        run.Out.Write(table);
    }
}
