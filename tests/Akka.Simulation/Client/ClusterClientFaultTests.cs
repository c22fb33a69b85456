using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Event;
using Akka.Simulation.Remote.Faults;
using Xunit;

namespace Akka.Simulation.Client;

/// <summary>A client outside of a cluster whose nodes die, hang and come back.</summary>
public class ClusterClientFaultTests
{
    [Fact]
    public void A_client_finds_its_way_as_long_as_one_contact_lives()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var outside = new Outside(seed);
            outside.Ask(10);
            foreach (var name in outside.ShuffledNodes().Take(2))
            {
                outside.Nodes.Crash(name);
                outside.Ask(40);
            }
        }
    }

    [Fact]
    public void A_contact_that_hangs_is_left_for_another()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var outside = new Outside(seed);
            outside.Ask(10);
            var first = outside.LastAnswer;
            outside.Nodes.Pause(first);
            outside.Ask(40);
            Assert.NotEqual(first, outside.LastAnswer);
        }
    }

    [Fact]
    public void A_contact_that_was_not_known_at_the_start_is_good_enough()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var outside = new Outside(seed, "n1");
            outside.Ask(10);
            // Contacts are learned from the one that answers.
            outside.Nodes.Crash("n1");
            outside.Ask(40);
        }
    }

    [Fact]
    public void What_waits_while_all_contacts_are_dead_is_bounded_and_arrives_in_order()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var outside = new Outside(seed, "n1", "akka.cluster.client.buffer-size = 5");
            outside.Ask(10);
            foreach (var name in outside.ShuffledNodes())
                outside.Nodes.Crash(name);
            outside.RunFor(20);
            outside.Heard.Clear();
            for (var i = 1; i <= 8; i++)
                outside.Send($"waiting-{i}");
            outside.RunFor(20);
            Assert.Equal(["waiting-1", "waiting-2", "waiting-3"], outside.Dropped);

            outside.StartNode("n1");
            outside.Nodes.RunUntil(() => outside.Heard.Count == 5, TimeSpan.FromSeconds(60), "the five that waited to be answered");
            Assert.Equal(Enumerable.Range(4, 5).Select(i => $"n1 waiting-{i}"), outside.Heard);
        }
    }

    private sealed class Outside
    {
        private readonly IActorRef _client;
        private readonly IActorRef _witness;
        private readonly string _config;
        private int _asked;

        public Outside(int seed, string contacts = "n1 n2 n3", string config = "")
        {
            _config = config;
            Nodes = new SimulatedCluster(seed, config).Form(3);
            foreach (var name in ShuffledNodes())
                Serve(name);
            Nodes.RunFor(TimeSpan.FromSeconds(3));
            var system = Nodes.Start("out", config: "akka.actor.provider = remote");
            var paths = contacts.Split(' ').Select(n => new RootActorPath(SimulatedCluster.AddressOf(n)) / "system" / "receptionist");
            var settings = ClusterClientSettings.Create(system).WithInitialContacts(paths.ToImmutableHashSet());
            _client = system.ActorOf(ClusterClient.Props(settings), "client");
            _witness = system.ActorOf(Props.Create(() => new Witness(Heard)), "witness");
            var letters = system.ActorOf(Props.Create(() => new Letters(Dropped)), "letters");
            system.EventStream.Subscribe(letters, typeof(DeadLetter));
        }

        public SimulatedCluster Nodes { get; }

        public List<object> Heard { get; } = [];

        public List<string> Dropped { get; } = [];

        /// <summary>The node that answered last.</summary>
        public string LastAnswer => ((string)Heard[^1]).Split(' ')[0];

        public string[] ShuffledNodes()
        {
            var names = new[] { "n1", "n2", "n3" };
            Nodes.Random.Shuffle(names);
            return names;
        }

        public void StartNode(string name)
        {
            Nodes.Start(name, [name], _config);
            Serve(name);
        }

        public void RunFor(double seconds) => Nodes.RunFor(TimeSpan.FromSeconds(seconds));

        public void Send(string message) => _client.Tell(new ClusterClient.Send("/user/service", message, localAffinity: true), _witness);

        /// <summary>Asks until there is an answer.</summary>
        public void Ask(double seconds)
        {
            var question = $"question-{++_asked}";
            var limit = Nodes.Now + TimeSpan.FromSeconds(seconds);
            while (!Heard.Any(h => ((string)h).EndsWith(question, StringComparison.Ordinal)))
            {
                if (Nodes.Now > limit)
                    throw Nodes.Failure($"no answer within {seconds} s");
                Send(question);
                RunFor(0.5);
            }
        }

        private void Serve(string name)
        {
            var service = Nodes[name].ActorOf(Props.Create(() => new Service(name)), "service");
            ClusterClientReceptionist.Get(Nodes[name]).RegisterService(service);
        }
    }

    private sealed class Service(string node) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"{node} {message}");
    }

    private sealed class Letters(List<string> kept) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is DeadLetter { Message: ClusterClient.Send { Message: string text } })
                kept.Add(text);
        }
    }
}
