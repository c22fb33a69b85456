namespace Akka.Simulation.Systems;

/// <summary>Takes away the test runner's synchronization context, which would carry continuations to another thread.</summary>
internal readonly struct WithoutContext : IDisposable
{
    private readonly SynchronizationContext? _before;

    private WithoutContext(SynchronizationContext? before)
    {
        _before = before;
        SynchronizationContext.SetSynchronizationContext(null);
    }

    public static WithoutContext Enter() => new(SynchronizationContext.Current);

    public void Dispose() => SynchronizationContext.SetSynchronizationContext(_before);
}
