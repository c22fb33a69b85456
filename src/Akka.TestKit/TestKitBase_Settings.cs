#nullable disable annotations
using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Makes the test actor drop messages unrecorded, from now on.</summary>
    /// <param name="shouldIgnoreMessage">Replaces what was ignored before.</param>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage)
    {
        ArgumentNullException.ThrowIfNull(shouldIgnoreMessage);
        TestActor.Tell(new TestActor.SetIgnore(message => shouldIgnoreMessage(message)), ActorRefs.NoSender);
    }

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage)
    {
        ArgumentNullException.ThrowIfNull(shouldIgnoreMessage);
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));
    }

    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    public void IgnoreNoMessages() => TestActor.Tell(new TestActor.SetIgnore(null), ActorRefs.NoSender);

    /// <summary>Lets a pilot react to all that the test actor receives.</summary>
    public void SetAutoPilot(AutoPilot pilot)
    {
        ArgumentNullException.ThrowIfNull(pilot);
        TestActor.Tell(new TestActor.SetAutoPilot(pilot), ActorRefs.NoSender);
    }

    /// <summary>Makes the test actor watch; wait for the end with ExpectTerminated.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new TestActor.Watch(actorToWatch), ActorRefs.NoSender);
        return actorToWatch;
    }

    /// <summary>Like <see cref="Watch"/>; completes when the test actor watches.</summary>
    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) => TestActor.Ask<IActorRef>(new TestActor.Watch(actorToWatch), RemainingOrDefault);

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        TestActor.Tell(new TestActor.Unwatch(actorToUnwatch), ActorRefs.NoSender);
        return actorToUnwatch;
    }

    /// <summary>Like <see cref="Unwatch"/>; completes when the test actor no longer watches.</summary>
    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) => TestActor.Ask<IActorRef>(new TestActor.Unwatch(actorToUnwatch), RemainingOrDefault);
}
