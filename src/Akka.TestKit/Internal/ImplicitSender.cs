using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit.Internal;

/// <summary>Makes the test actor the current actor of the test's thread, and of the pool threads on which an async test continues.</summary>
internal sealed class ImplicitSender : SynchronizationContext
{
    private readonly ActorCell _cell;

    private ImplicitSender(ActorCell cell) => _cell = cell;

    public static void Enter(IActorRef testActor)
    {
        var cell = ((LocalActorRef)testActor).Cell;
        InternalCurrentActorCellKeeper.Current = cell;
        SetSynchronizationContext(new ImplicitSender(cell));
    }

    /// <summary>Undoes <see cref="Enter"/> if this is the test's thread; test runners use their threads again.</summary>
    public static void Leave(IActorRef testActor)
    {
        var cell = ((LocalActorRef)testActor).Cell;
        if (InternalCurrentActorCellKeeper.Current == cell) InternalCurrentActorCellKeeper.Current = null;
        if (Current is ImplicitSender mine && mine._cell == cell) SetSynchronizationContext(null);
    }

    public override SynchronizationContext CreateCopy() => new ImplicitSender(_cell);

#pragma warning disable RS0030 // A synchronization context is one of the places where work enters the thread pool.
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));
#pragma warning restore RS0030

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    private void Run(SendOrPostCallback callback, object? state)
    {
        var (outerCell, outerContext) = (InternalCurrentActorCellKeeper.Current, Current);
        InternalCurrentActorCellKeeper.Current = _cell;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }
}
