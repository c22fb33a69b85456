using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tests;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;
using Xunit;
using static Akka.Cluster.Tests.TestCluster;

namespace Akka.Cluster.Tools.Tests;

public class ClusterClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TestCluster _cluster = new();
    private readonly ActorSystem _outside = ActorSystem.Create("outside", ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster.client {
            establishing-get-contacts-interval = 200ms
            heartbeat-interval = 100ms
            acceptable-heartbeat-pause = 1s
            refresh-contacts-interval = 200ms
          }
        }
        """));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _outside.Terminate();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_sender_outside_gets_an_answer_from_a_service_inside()
    {
        var nodes = await Serve(1);
        var client = Client(nodes);

        var answer = await client.Ask<string>(new ClusterClient.Send("/user/echo", "hello"), Limit);

        Assert.Equal($"{PortOf(nodes[0])}:hello", answer);
    }

    [Fact]
    public async Task With_local_affinity_the_receptionists_own_node_answers()
    {
        var nodes = await Serve(3);
        var client = Client(nodes[1]);

        for (var i = 0; i < 10; i++)
            Assert.Equal($"{PortOf(nodes[1])}:{i}", await client.Ask<string>(new ClusterClient.Send("/user/echo", i.ToString(), localAffinity: true), Limit));
    }

    [Fact]
    public async Task Nodes_that_serialize_all_messages_serve_too()
    {
        var nodes = await _cluster.Form(2, "akka.actor.serialize-messages = on");
        ClusterClientReceptionist.Get(nodes[0]);
        ClusterClientReceptionist.Get(nodes[1]).RegisterService(nodes[1].ActorOf<Echo>("echo"));
        var client = Client(nodes[0]);

        Assert.Equal($"{PortOf(nodes[1])}:x", await EventuallyAnswered(client, "/user/echo", "x"));
    }

    [Fact]
    public async Task A_service_on_another_node_answers_through_the_receptionist()
    {
        var nodes = await _cluster.Form(2);
        ClusterClientReceptionist.Get(nodes[0]);
        ClusterClientReceptionist.Get(nodes[1]).RegisterService(nodes[1].ActorOf<Echo>("echo"));
        var client = Client(nodes[0]);

        Assert.Equal($"{PortOf(nodes[1])}:x", await EventuallyAnswered(client, "/user/echo", "x"));
    }

    [Fact]
    public async Task Send_to_all_reaches_the_service_on_every_node()
    {
        var heard = new System.Collections.Concurrent.ConcurrentBag<int>();
        var nodes = await _cluster.Form(3);
        foreach (var node in nodes)
        {
            var port = PortOf(node);
            ClusterClientReceptionist.Get(node).RegisterService(node.ActorOf(Props.Create(() => new Echo(_ => heard.Add(port))), "echo"));
        }
        var client = Client(nodes[0]);

        await Until(
            () =>
            {
                client.Tell(new ClusterClient.SendToAll("/user/echo", "hello"));
                return heard.Distinct().Count() == 3;
            },
            "all three to hear it");
    }

    [Fact]
    public async Task What_is_published_outside_reaches_the_subscribers_inside()
    {
        var heard = new TaskCompletionSource<object>();
        var nodes = await _cluster.Form(2);
        ClusterClientReceptionist.Get(nodes[0]);
        ClusterClientReceptionist.Get(nodes[1]).RegisterSubscriber("news", nodes[1].ActorOf(Props.Create(() => new Echo(m => heard.TrySetResult(m)))));
        var client = Client(nodes[0]);

        await Until(
            () =>
            {
                client.Tell(new ClusterClient.Publish("news", "hello"));
                return heard.Task.IsCompleted;
            },
            "the subscriber to hear it");
        Assert.Equal("hello", await heard.Task);
    }

    [Fact]
    public async Task Messages_wait_until_there_is_a_receptionist()
    {
        var node = (await _cluster.Form(1))[0];
        var client = Client(node);
        var answer = client.Ask<string>(new ClusterClient.Send("/user/echo", "early"), Limit);

        ClusterClientReceptionist.Get(node).RegisterService(node.ActorOf<Echo>("echo"));

        Assert.Equal($"{PortOf(node)}:early", await answer);
    }

    [Fact]
    public async Task When_its_receptionist_crashes_the_client_finds_another_one()
    {
        var nodes = await Serve(3);
        var client = Client(nodes);
        var first = await client.Ask<string>(new ClusterClient.Send("/user/echo", "x", localAffinity: true), Limit);
        var crashed = nodes.Single(n => first.StartsWith($"{PortOf(n)}:", StringComparison.Ordinal));

        Crash(crashed);

        await Until(() => TryAsk(client) is { } answer && answer != first, "another node to answer");
    }

    [Fact]
    public async Task Contact_points_are_told_and_so_are_their_changes()
    {
        var nodes = await _cluster.Form(2);
        var client = Client(nodes[0]);
        var inbox = Inbox.Create(_outside);
        inbox.Send(client, SubscribeContactPoints.Instance);
        Assert.Equal([ContactOf(nodes[0])], ((ContactPoints)inbox.Receive(Limit)).ContactPointsList);

        // Only now, so that the client cannot hear of the second before it is asked.
        foreach (var node in nodes)
            ClusterClientReceptionist.Get(node);
        Assert.Equal(ContactOf(nodes[1]), ((ContactPointAdded)inbox.Receive(Limit)).ContactPoint);

        await nodes[1].Terminate();

        Assert.Equal(ContactOf(nodes[1]), ((ContactPointRemoved)inbox.Receive(Limit)).ContactPoint);
    }

    [Fact]
    public async Task A_receptionist_tells_of_its_clients()
    {
        var node = (await Serve(1))[0];
        var inbox = Inbox.Create(node);
        inbox.Send(ClusterClientReceptionist.Get(node).Underlying, SubscribeClusterClients.Instance);
        Assert.Empty(((ClusterClients)inbox.Receive(Limit)).ClusterClientsList);

        var client = Client(node);

        Assert.Equal(client.Path.Name, ((ClusterClientUp)inbox.Receive(Limit)).ClusterClient.Path.Name);
    }

    [Fact]
    public async Task A_client_without_a_receptionist_gives_up_when_told_so()
    {
        var nobody = ActorPath.Parse("akka.tcp://test@127.0.0.1:1/system/receptionist");
        var settings = ClusterClientSettings.Create(_outside).WithInitialContacts([nobody]).WithReconnectTimeout(TimeSpan.FromMilliseconds(300));
        var client = _outside.ActorOf(ClusterClient.Props(settings));

        await Within(client.WatchAsync());
    }

    private static string? TryAsk(IActorRef client)
    {
        try
        {
            return client.Ask<string>(new ClusterClient.Send("/user/echo", "x", localAffinity: true), TimeSpan.FromMilliseconds(300)).Result;
        }
        catch (AggregateException)
        {
            return null;
        }
    }

    private static async Task<string> EventuallyAnswered(IActorRef client, string path, string message)
    {
        string? answer = null;
        await Until(
            () =>
            {
                try
                {
                    answer = client.Ask<string>(new ClusterClient.Send(path, message), TimeSpan.FromMilliseconds(300)).Result;
                }
                catch (AggregateException)
                {
                }
                return answer is not null;
            },
            "an answer");
        return answer!;
    }

    private static int PortOf(ActorSystem node) => Cluster.Get(node).SelfAddress.Port!.Value;

    private static ActorPath ContactOf(ActorSystem node) => new RootActorPath(Cluster.Get(node).SelfAddress) / "system" / "receptionist";

    private async Task<ActorSystem[]> Serve(int count)
    {
        var nodes = await _cluster.Form(count);
        foreach (var node in nodes)
            ClusterClientReceptionist.Get(node).RegisterService(node.ActorOf<Echo>("echo"));
        return nodes;
    }

    private IActorRef Client(params ActorSystem[] contacts) => _outside.ActorOf(ClusterClient.Props(
        ClusterClientSettings.Create(_outside).WithInitialContacts(contacts.Select(ContactOf).ToImmutableHashSet())));
}
