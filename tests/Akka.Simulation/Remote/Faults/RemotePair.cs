using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Internal.Associations;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Two nodes with remoting and no cluster; the first has a witness, the second echoes and has actors that can die.</summary>
internal sealed class RemotePair
{
    private readonly string _config;

    public RemotePair(int seed, string config = "")
    {
        _config = config;
        Nodes = new SimulatedCluster(seed, "akka.actor.provider = remote\n" + config);
        Nodes.Start("a");
        StartB();
        Witness = A.ActorOf(Props.Create(() => new Witness(Heard)), "witness");
    }

    public SimulatedCluster Nodes { get; }

    public ActorSystem A => Nodes["a"];

    public ActorSystem B => Nodes["b"];

    public IActorRef Witness { get; }

    public List<object> Heard { get; } = [];

    public int Deaths => Heard.OfType<Terminated>().Count();

    /// <summary>What node a has to do with node b.</summary>
    public Association Association => Provider(A).Transport.AssociationWith(SimulatedCluster.AddressOf("b"));

    public void StartB()
    {
        Nodes.Start("b", config: _config);
        B.ActorOf(Props.Create(() => new Echo()), "echo");
    }

    /// <summary>An actor of node b, and the ref that node a has of it.</summary>
    public (IActorRef AtB, IActorRef AtA) Mortal(string name)
    {
        var local = B.ActorOf(Props.Create(() => new Echo()), name);
        return (local, Provider(A).ResolveActorRef(local.Path.ToSerializationFormatWithAddress(SimulatedCluster.AddressOf("b"))));
    }

    public IActorRef RefOf(string name) => Provider(A).ResolveActorRef(SimulatedCluster.AddressOf("b") + "/user/" + name);

    public void Watch(IActorRef subject) => Witness.Tell(new Witness.Watch(subject), ActorRefs.NoSender);

    public void RunFor(double seconds) => Nodes.RunFor(TimeSpan.FromSeconds(seconds));

    public void RunUntil(Func<bool> condition, double seconds, string what) => Nodes.RunUntil(condition, TimeSpan.FromSeconds(seconds), what);

    /// <summary>Says something until it is answered.</summary>
    public void Talk(double seconds = 1)
    {
        var answers = Heard.OfType<string>().Count();
        var limit = Nodes.Now + TimeSpan.FromSeconds(seconds);
        while (Heard.OfType<string>().Count() == answers)
        {
            if (Nodes.Now > limit)
                throw Nodes.Failure($"no answer within {seconds} s");
            RefOf("echo").Tell("echo", Witness);
            RunFor(0.1);
        }
    }

    public static RemoteActorRefProvider Provider(ActorSystem system) => (RemoteActorRefProvider)((ExtendedActorSystem)system).Provider;
}
