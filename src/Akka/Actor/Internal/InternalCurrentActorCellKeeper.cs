namespace Akka.Actor.Internal;

/// <summary>The cell whose actor runs on this thread.</summary>
internal static class InternalCurrentActorCellKeeper
{
    [ThreadStatic]
    public static ActorCell? Current;
}
