using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Running;

/// <summary>Brings what comes after an <c>await</c> in a module back to its actor, as a message: one piece of a module's code runs at a time.</summary>
internal sealed class FlowSynchronization(IActorRef self) : SynchronizationContext
{
    /// <summary>True: the caller runs on the actor.</summary>
    public bool IsCurrent => Current == this;

    public override void Post(SendOrPostCallback d, object? state) => self.Tell(new Resume(d, state), ActorRefs.NoSender);

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nobody may wait for an actor by blocking a thread; post to it.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Something to be run on the actor.</summary>
    public sealed record Resume(SendOrPostCallback Callback, object? State) : IDeadLetterSuppression;
}
