#nullable disable annotations
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>For tests of an actor as an object: it handles each message on the thread that sends it, and its instance can be looked at. Everything
/// runs in one thread, so such a test proves nothing about concurrency.</summary>
#pragma warning disable CS0660, CS0661 // The base class compares; the operators repeat its own for this type, as in Akka.NET's API.
public class TestActorRef<TActor> : TestActorRefBase<TActor> where TActor : ActorBase
#pragma warning restore CS0660, CS0661
{
    /// <param name="system">Where to create the actor.</param>
    /// <param name="actorProps">Its dispatcher is replaced by the calling-thread dispatcher.</param>
    /// <param name="supervisor">A local actor; default the user guardian.</param>
    /// <param name="name">Default: generated.</param>
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null)
        : base(system, actorProps, supervisor, name) { }

    public static bool operator ==(TestActorRef<TActor> testActorRef, IActorRef actorRef) => (TestActorRefBase<TActor>)testActorRef == actorRef;

    public static bool operator !=(TestActorRef<TActor> testActorRef, IActorRef actorRef) => !(testActorRef == actorRef);

    public static bool operator ==(IActorRef actorRef, TestActorRef<TActor> testActorRef) => testActorRef == actorRef;

    public static bool operator !=(IActorRef actorRef, TestActorRef<TActor> testActorRef) => !(testActorRef == actorRef);
}
