using Akka.Actor;
using Xunit;

namespace Akka.Remote.Tests;

/// <summary>What an actor has sent to another node goes out though the actor keeps its thread, and whom a message is for does not keep the connection waiting.</summary>
public class PromptnessTests
{
    [Fact]
    public async Task What_an_actor_has_sent_goes_out_while_it_blocks()
    {
        await using var nodes = new TwoNodes();
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var remote = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        var answer = new Probe(nodes.A);
        using var isAnswered = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource<bool>();
        nodes.A.ActorOf(Acting.Props((_, _) =>
        {
            answer.Tell(remote, "hello");
            blocked.SetResult(isAnswered.Wait(TwoNodes.Soon));
        })).Tell("go");

        await answer.Next<string>();
        isAnswered.Set();
        Assert.True(await blocked.Task);
    }

    [Fact]
    public async Task An_actor_that_blocks_on_a_message_does_not_keep_those_behind_it()
    {
        await using var nodes = new TwoNodes();
        using var end = new ManualResetEventSlim();
        nodes.B.ActorOf(Acting.Props((context, _) =>
        {
            context.Sender.Tell("begun");
            end.Wait(TwoNodes.Soon);
        }), "slow");
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var slow = await TwoNodes.Find(nodes.A, nodes.B, "/user/slow");
        var echo = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        var probe = new Probe(nodes.A);

        probe.Tell(slow, "block");
        Assert.Equal("begun", await probe.Next<string>());
        for (var round = 0; round < 100; round++)
        {
            probe.Tell(echo, "still there?");
            await probe.Next<string>();
        }
        end.Set();
    }
}
