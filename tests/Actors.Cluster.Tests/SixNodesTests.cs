using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Actors.Cluster.Tests.Processes;
using Actors.Storage;
using Xunit;
using Xunit.Abstractions;

namespace Actors.Cluster.Tests;

/// <summary>
/// What must hold on a cluster of real processes. The tests share one cluster; each that takes a node away brings one like it back before it ends.
/// </summary>
[Collection(QuietCollection.Name)]
public sealed partial class SixNodesTests(SixNodes nodes, ITestOutputHelper output) : IClassFixture<SixNodes>
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DownPatience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task The_six_are_members_with_their_roles()
    {
        var members = (await nodes.Cluster.RunAsync(nodes.Broker2, "cmd", "cluster", "show", "--json")).Json().GetProperty("members");
        var roles = members.EnumerateArray().SelectMany(member => member.GetProperty("roles").EnumerateArray()).Select(role => role.GetString()).ToArray();
        Assert.Equal((3, 2, 1), (roles.Count(role => role == "storage"), roles.Count(role => role == "broker"), roles.Count(role => role == "worker")));
        var status = await nodes.Cluster.RunAsync(nodes.Worker, "cmd", "cluster", "status");
        Assert.StartsWith("6 members, 0 unreachable", status.Expect(0).Output);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public async Task A_file_put_through_one_node_is_read_through_every_other(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var file = nodes.Cluster.Write($"content-{length}", content);
        var put = (await nodes.Cluster.RunAsync(nodes.Storage1, "put", file, "--json")).Json();
        Assert.Equal((length, 2), (put.GetProperty("length").GetInt32(), put.GetProperty("copies").GetInt32()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), put.GetProperty("sha256").GetString());
        var id = put.GetProperty("id").GetString()!;
        await Task.WhenAll(nodes.Cluster.Nodes.Where(node => node.IsRunning).Select(async node => Assert.Equal(content, await (await node.CloudAsync()).GetAsync(ObjectId.Parse(id)))));
        var copy = Path.Combine(nodes.Cluster.Folder, $"copy-{length}");
        (await nodes.Cluster.RunAsync(nodes.Worker, "get", id, "-o", copy)).Expect(0);
        Assert.Equal(content, await File.ReadAllBytesAsync(copy));
    }

    [PythonFact]
    public async Task A_python_job_reads_its_input_as_a_file_and_what_it_prints_is_its_output()
    {
        var book = nodes.Cluster.Write("book", "to be or not to be");
        var job = (await nodes.Cluster.RunAsync(
            nodes.Broker1, "job", "run", "--runtime", "python", "-e", "import sys; print(len(open('/net/book').read().split())); print('a note', file=sys.stderr)",
            "--input", $"book=@{book}", "--name", "count", "--wait", "--json")).Json();
        Assert.Equal(("completed", "ok", 0), (Text(job, "status"), Text(job, "verdict"), job.GetProperty("exitCode").GetInt32()));
        Assert.Equal("6", (await nodes.Cluster.RunAsync(nodes.Seed, "get", Text(job, "output"))).Expect(0).Output);
        Assert.Equal("a note", (await nodes.Cluster.RunAsync(nodes.Seed, "job", "logs", Text(job, "job"))).Expect(0).Output);
        var named = (await nodes.Cluster.RunAsync(nodes.Seed, "ls", "count", "--json")).Json();
        Assert.Equal(Text(job, "output"), Text(Assert.Single(named.EnumerateArray()), "id"));
        var listed = (await nodes.Cluster.RunAsync(nodes.Worker, "job", "list", "--json")).Json();
        Assert.Contains(listed.EnumerateArray(), other => Text(other, "job") == Text(job, "job"));
    }

    [Fact]
    public async Task Killing_a_storage_node_loses_no_object_and_fails_no_read_and_it_comes_back_as_who_it_was()
    {
        var ids = new List<ObjectId>();
        var put = await nodes.Broker1.CloudAsync();
        for (var i = 0; i < 12; i++) ids.Add((await put.AddStringAsync($"object-{i}", $"content of {i}")).Id);

        var before = await RingAsync(nodes.Seed);
        await Task.WhenAll(nodes.Seed.CloudAsync(), nodes.Worker.CloudAsync()); // so that the reads begin at once, when nobody knows yet that the node is dead
        await nodes.Storage2.KillAsync();
        async Task<int> ReadAsync()
        {
            await AllReadableAsync(ids, nodes.Seed);
            await AllReadableAsync(ids, nodes.Worker);
            return (await nodes.Seed.MembersAsync()).Count;
        }

        await Eventually.IsAsync("all read on until it is given up", DownPatience, ReadAsync, members => members == SixNodes.MemberCount - 1);
        await ReadAsync();
        Assert.Equal("content of 0", (await nodes.Cluster.RunAsync(nodes.Worker, "get", ids[0].ToString())).Expect(0).Output);

        nodes.Storage2.Start();
        await nodes.Storage2.ReadyAsync();
        await nodes.WholeAsync(SixNodes.MemberCount);
        Assert.Equal(before, await RingAsync(nodes.Seed));

        // With the other two storage nodes the copies that are only on it and on one of them are still served.
        await AllReadableAsync(ids, nodes.Storage2);
    }

    [Fact]
    public async Task The_seed_killed_and_restarted_joins_the_cluster_that_goes_on_without_it_and_has_its_objects()
    {
        async Task<string> PutAsync(ActorsNode through, string name) =>
            Text((await nodes.Cluster.RunAsync(through, "put", nodes.Cluster.Write(name, $"content of {name}"), "--json")).Json(), "id");

        var before = await PutAsync(nodes.Seed, "before");
        await nodes.Seed.KillAsync();
        var meanwhile = await PutAsync(nodes.Storage1, "meanwhile");

        nodes.Seed.Start();
        await nodes.Seed.ReadyAsync();
        await nodes.WholeAsync(SixNodes.MemberCount);
        Assert.Equal("content of before", (await nodes.Cluster.RunAsync(nodes.Seed, "get", before)).Expect(0).Output);
        Assert.Equal("content of meanwhile", (await nodes.Cluster.RunAsync(nodes.Seed, "get", meanwhile)).Expect(0).Output);
    }

    [Fact]
    public async Task A_node_that_is_told_to_end_leaves_the_cluster_first()
    {
        var guest = nodes.Cluster.Add("storage-guest", "storage", nodes.SeedContact);
        guest.Start();
        await guest.ReadyAsync();
        await nodes.WholeAsync(SixNodes.MemberCount + 1);
        var end = await guest.LeaveAsync(LeaveLimit);
        Assert.Equal(0, end.ExitCode);
        // Left, not lost: nobody has to find out that it is gone.
        Assert.Equal(SixNodes.MemberCount, (await nodes.Seed.MembersAsync()).Count);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task AllReadableAsync(IReadOnlyList<ObjectId> ids, ActorsNode through)
    {
        var cloud = await through.CloudAsync();
        for (var i = 0; i < ids.Count; i++)
            Assert.Equal($"content of {i}", Encoding.UTF8.GetString(await cloud.GetAsync(ids[i])));
    }

    /// <summary>Who stores what share: ids and shares, without the addresses that change with every start.</summary>
    private async Task<string> RingAsync(ActorsNode through)
    {
        var ring = (await nodes.Cluster.RunAsync(through, "cmd", "ring", "show", "--json")).Json();
        var members = ring.GetProperty("members").EnumerateArray().Select(member => $"{Text(member, "node")} {member.GetProperty("share").GetDouble():0.0000}");
        return string.Join('\n', members.Order(StringComparer.Ordinal));
    }
}
