using Akka.Actor;

namespace Akka.Remote.Tests;

/// <summary>Answers with what it was told.</summary>
public sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

/// <summary>Runs a function for each message.</summary>
public sealed class Acting(Action<IActorContext, object> act) : UntypedActor
{
    public static Props Props(Action<IActorContext, object> act) => Actor.Props.Create(() => new Acting(act));

    protected override void OnReceive(object message) => act(Context, message);
}
