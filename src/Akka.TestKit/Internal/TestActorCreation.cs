using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>The one place where the TestKit reaches into an actor's cell.</summary>
internal static class TestActorCreation
{
    public static LocalActorRef Create(ActorSystem system, Props props, IActorRef? supervisor, string? name)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(props);
        var parent = supervisor switch
        {
            null => ((ExtendedActorSystem)system).Guardian,
            TestProbe probe => probe.Ref,
            _ => supervisor,
        };
        if (parent is not LocalActorRef local) throw new ArgumentException($"The supervisor must be a local actor, but is {parent}", nameof(supervisor));
        return (LocalActorRef)local.Cell.AttachChild(props.WithDispatcher(CallingThreadDispatcher.Id), name, isSystemService: false);
    }

    public static ActorBase InstanceOf(LocalActorRef actor) =>
        actor.Cell.Actor ?? throw new IllegalActorStateException($"{actor.Path} is stopped and has no instance");

    public static void Receive(LocalActorRef actor, object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        actor.Cell.ReceiveMessageForTest(new Envelope(message, sender));
    }
}
