using Akka.Actor;

namespace Akka.TestKit.Internal;

internal sealed class RecordingActorProducer(ReceivedMessages received) : IIndirectActorProducer
{
    public Type ActorType => typeof(RecordingActor);

    public ActorBase Produce() => new RecordingActor(received);

    public void Release(ActorBase actor) { }
}
