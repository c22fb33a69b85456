namespace Akka.Dispatch;

/// <summary>
/// What code leaves behind on its thread: AsyncLocal values, such as the current activity, and a synchronization context. The pool resets both between its work
/// items; whoever runs several actors in one item does it in between, so that nothing flows from one actor into another.
/// </summary>
internal readonly struct Ambience
{
    private readonly ExecutionContext? _execution;
    private readonly SynchronizationContext? _synchronization;

    private Ambience(ExecutionContext? execution, SynchronizationContext? synchronization) => (_execution, _synchronization) = (execution, synchronization);

    public static Ambience OfThread() => new(ExecutionContext.Capture(), SynchronizationContext.Current);

    /// <summary>Two reads when nothing was left behind.</summary>
    public void Restore()
    {
        if (_execution is not null && !ReferenceEquals(ExecutionContext.Capture(), _execution))
            ExecutionContext.Restore(_execution);
        if (!ReferenceEquals(SynchronizationContext.Current, _synchronization))
            SynchronizationContext.SetSynchronizationContext(_synchronization);
    }
}
