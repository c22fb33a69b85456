using Actors.Client;
using Akka.Actor;
using Xunit;

namespace Actors.Tests.Services;

[Collection(ServicesGroup.Name)]
public sealed class MemberTests(ServicesFixture fixture)
{
    [Fact]
    public async Task A_program_that_joins_as_a_member_stores_serves_and_calls_and_leaves_again()
    {
        var port = Akka.Cluster.Cluster.Get(fixture.Inside.ActorSystem).SelfAddress.Port;
        await using (var member = await ComputeCloud.JoinAsync($"127.0.0.1:{port}"))
        {
            Assert.Equal(3, (await fixture.Inside.ShowClusterAsync()).Members.Count);
            await using var served = await member.Services.ServeAsync("joined", new Calculator());
            Assert.Equal(14, await fixture.Outside.Services.CallAsync<int>("joined", "Add", 6, 8));
            Assert.Equal(14, await member.Services.CallAsync<int>("joined", "Add", 6, 8));
            Assert.Equal("content", await (await member.AddStringAsync("name", "content")).GetStringAsync());
            // Once more over the same system: what it needs is there already.
            Assert.Equal(14, await ComputeCloud.From(member.ActorSystem).Services.CallAsync<int>("joined", "Add", 6, 8));
        }

        await Eventually.HoldsAsync(async () => (await fixture.Inside.ShowClusterAsync()).Members.Count == 2, () => "the member that left is still there");
    }

    [Fact]
    public async Task A_member_whose_actor_system_has_ended_by_itself_is_let_go_of()
    {
        var port = Akka.Cluster.Cluster.Get(fixture.Inside.ActorSystem).SelfAddress.Port;
        var member = await ComputeCloud.JoinAsync($"127.0.0.1:{port}");
        await member.ActorSystem.Terminate();

        await member.DisposeAsync();

        await Eventually.HoldsAsync(async () => (await fixture.Inside.ShowClusterAsync()).Members.Count == 2, () => "the member that left is still there");
    }

    [Fact]
    public async Task A_plain_actor_system_is_told_what_it_lacks()
    {
        using var system = ActorSystem.Create("plain");

        var failure = Assert.Throws<ActorsException>(() => ComputeCloud.From(system));

        Assert.Contains("ReferenceConfig", failure.Message, StringComparison.Ordinal);
        await system.Terminate();
    }
}
