using Akka.Actor;
using Akka.Event;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Sends large messages from the first node to the second and counts what becomes of them.</summary>
internal sealed class Flood
{
    private readonly IActorRef _target;

    public Flood(RemoteTraffic traffic)
    {
        var (from, to) = (traffic.Nodes[traffic.Names[0]], traffic.Nodes[traffic.Names[1]]);
        to.ActorOf(Props.Create(() => new Counter<string>(CountArrived)), "flooded");
        var shed = from.ActorOf(Props.Create(() => new Counter<DeadLetter>(CountShed)));
        from.EventStream.Subscribe(shed, typeof(DeadLetter));
        _target = ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteTraffic.PathAt(traffic.Names[1], "flooded"));
    }

    public int Arrived { get; private set; }

    /// <summary>Became dead letters at the sender.</summary>
    public int Shed { get; private set; }

    public void Send(int length) => _target.Tell(new string('x', length), ActorRefs.NoSender);

    private void CountArrived() => Arrived++;

    private void CountShed() => Shed++;

    private sealed class Counter<T>(Action count) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is DeadLetter { Message: string { Length: < 1000 } })
                return;
            if (message is T)
                count();
        }
    }
}
