using Actors.Client;
using Actors.Cluster.Tests.Processes;
using Actors.Jobs;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Jobs whose worker or broker is killed with SIGKILL while they run.</summary>
public sealed partial class SixNodesTests
{
    // The design's figure for leases; reports come every second, and a lease with its margin is 3.5 s.
    private static readonly TimeSpan ElsewhereLimit = TimeSpan.FromSeconds(5);

    // The design's figure for downing: 3 s until heartbeats are missed, 5 s of stillness, the resolver's answers.
    private static readonly TimeSpan BrokerLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan JobLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_job_of_a_killed_worker_runs_on_another_within_5_seconds_and_the_worker_comes_back_as_who_it_was()
    {
        var guest = nodes.Cluster.Add("worker-guest", "worker", nodes.SeedContact);
        guest.Start();
        await guest.ReadyAsync();
        await nodes.WholeAsync(SixNodes.MemberCount + 1);
        await using var cloud = await ComputeCloud.ConnectAsync(nodes.Seed.Contact);
        var job = await cloud.AddJobAsync(Shell("sleep 2; echo survived"));
        var first = await Eventually.IsAsync("the job runs", JobLimit, () => job.ShowAsync(), view => view.Status == JobStatus.Running);
        var victim = await NodeOfAsync(first.Worker);

        var killedAt = DateTimeOffset.UtcNow;
        await victim.KillAsync();
        var second = await Eventually.IsAsync("it runs elsewhere", JobLimit, () => job.ShowAsync(), view => view.Attempts == 2 && view.StartedUnixMs != first.StartedUnixMs);
        var elsewhere = DateTimeOffset.FromUnixTimeMilliseconds(second.StartedUnixMs) - killedAt;
        output.WriteLine($"running elsewhere {elsewhere.TotalSeconds:0.0} s after the kill");
        var end = await job.WaitAsync();

        Assert.NotEqual(first.Worker, second.Worker);
        Assert.Equal((JobStatus.Completed, 2), (end.Status, end.Attempts));
        Assert.Equal("survived\n", await job.Output.GetStringAsync());
        Assert.True(elsewhere < ElsewhereLimit, $"it took {elsewhere}");

        await ComesBackAsync(victim, first.Worker, SixNodes.MemberCount + 1);
        Assert.Equal(0, (await guest.LeaveAsync(LeaveLimit)).ExitCode);
        await nodes.WholeAsync(SixNodes.MemberCount);
    }

    [Fact]
    public async Task When_the_active_broker_is_killed_the_other_takes_over_running_jobs_go_on_and_lost_ones_are_told()
    {
        var (active, standby) = IsActive(nodes.Broker1) && !HasRetired(nodes.Broker1) ? (nodes.Broker1, nodes.Broker2) : (nodes.Broker2, nodes.Broker1);
        var id = await NodeIdOfAsync(active);
        await nodes.SettledAsync();
        await using var cloud = await ComputeCloud.ConnectAsync(nodes.Seed.Contact);
        var running = await cloud.AddJobAsync(Shell("sleep 6; echo survived"));
        await Eventually.IsAsync("the job runs", JobLimit, () => running.ShowAsync(), view => view.Status == JobStatus.Running);
        var waiting = await cloud.AddJobAsync(Shell("true") with { Labels = ["no-such-label"] });
        var before = ActiveLines(standby);

        var killedAt = DateTimeOffset.UtcNow;
        await active.KillAsync();
        var next = await cloud.AddJobAsync(Shell("echo next")); // sent again until the next broker takes it
        var takenOver = DateTimeOffset.UtcNow - killedAt;
        output.WriteLine($"the next broker accepts jobs {takenOver.TotalSeconds:0.0} s after the kill");
        var end = await running.WaitAsync();

        Assert.Equal(before + 1, ActiveLines(standby));
        Assert.Equal((JobStatus.Completed, 1), (end.Status, end.Attempts));
        Assert.Equal("survived\n", await running.Output.GetStringAsync());
        await next.WaitAsync();
        var lost = await Assert.ThrowsAsync<ActorsException>(() => waiting.ShowAsync());
        Assert.Equal(ErrorCodes.NotFound, lost.Code);
        Assert.Contains("submit it again", lost.Message);
        Assert.True(takenOver < BrokerLimit, $"it took {takenOver}");

        await ComesBackAsync(active, id, SixNodes.MemberCount);
    }

    private static NewJob Shell(string script) => new("shell", "exec") { Source = "#!/bin/sh\n" + script + "\n" };

    private static int ActiveLines(ActorsNode broker) => broker.Process.Errors.ToString().Split("Broker active under ballot").Length - 1;

    private static bool IsActive(ActorsNode broker) => ActiveLines(broker) > 0;

    private static bool HasRetired(ActorsNode broker) => broker.Process.Errors.ToString().Contains("Broker retires");

    /// <summary>Starts a killed node again, on another port, and waits until all see it under its old id.</summary>
    private async Task ComesBackAsync(ActorsNode node, string id, int members)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        node.Start();
        await node.ReadyAsync();
        output.WriteLine($"{node.Name} ready {clock.Elapsed.TotalSeconds:0.0} s after its restart");
        await nodes.WholeAsync(members);
        Assert.Equal(id, await NodeIdOfAsync(node));
    }

    private async Task<ActorsNode> NodeOfAsync(string id)
    {
        var address = (await nodes.Seed.MembersAsync()).Single(member => member.Roles.Contains("node-" + id)).Address;
        return nodes.Cluster.Nodes.Single(node => address.EndsWith("@" + node.Contact, StringComparison.Ordinal));
    }

    private async Task<string> NodeIdOfAsync(ActorsNode node)
    {
        var self = (await nodes.Seed.MembersAsync()).Single(member => member.Address.EndsWith("@" + node.Contact, StringComparison.Ordinal));
        return self.Roles.Single(role => role.StartsWith("node-", StringComparison.Ordinal))["node-".Length..];
    }
}
