using Akka.Actor;
using Xunit;
using static Akka.Cluster.Tests.TestCluster;

namespace Akka.Cluster.Tests;

public class DeathWatchTests
{
    [Fact]
    public async Task The_actors_of_a_node_that_the_cluster_removes_are_terminated()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3);
        nodes[2].ActorOf<Idle>("watched");
        var watched = await nodes[0].ActorSelection(new RootActorPath(Cluster.Get(nodes[2]).SelfAddress) / "user" / "watched")
            .ResolveOne(TimeSpan.FromSeconds(10));
        var terminated = new TaskCompletionSource<IActorRef>();
        nodes[0].ActorOf(Props.Create(() => new Watcher(watched, terminated)));

        Crash(nodes[2]);

        await Within(terminated.Task);
        Assert.Equal(watched, await terminated.Task);
        Assert.DoesNotContain(Cluster.Get(nodes[0]).State.Members, m => m.Address == watched.Path.Address);
    }

    [Fact]
    public async Task An_actor_that_stops_is_reported_while_its_node_lives_on()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(2);
        var stopping = nodes[1].ActorOf<Idle>("watched");
        var watched = await nodes[0].ActorSelection(new RootActorPath(Cluster.Get(nodes[1]).SelfAddress) / "user" / "watched")
            .ResolveOne(TimeSpan.FromSeconds(10));
        var terminated = new TaskCompletionSource<IActorRef>();
        nodes[0].ActorOf(Props.Create(() => new Watcher(watched, terminated)));

        nodes[1].Stop(stopping);

        await Within(terminated.Task);
        Assert.Equal(2, UpMembers(nodes[0]));
    }

    public sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    public sealed class Watcher : UntypedActor
    {
        private readonly TaskCompletionSource<IActorRef> _terminated;

        public Watcher(IActorRef watched, TaskCompletionSource<IActorRef> terminated)
        {
            _terminated = terminated;
            Context.Watch(watched);
        }

        protected override void OnReceive(object message)
        {
            if (message is Terminated gone)
                _terminated.TrySetResult(gone.ActorRef);
        }
    }
}
