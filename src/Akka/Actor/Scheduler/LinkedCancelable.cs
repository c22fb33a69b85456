namespace Akka.Actor.Scheduler;

/// <summary>Cancelled with the first of several tokens; stays registered with them until then or until it is disposed.</summary>
internal sealed class LinkedCancelable : Cancelable
{
    private readonly CancellationTokenRegistration[] _registrations;

    public LinkedCancelable(IActionScheduler scheduler, IEnumerable<CancellationToken> tokens) : base(scheduler) =>
        _registrations = [.. tokens.Select(token => token.UnsafeRegister(static self => ((LinkedCancelable)self!).OnCancelled(), this))];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) Unregister();
    }

    private void OnCancelled()
    {
        if (!IsDisposed) Cancel();
        Unregister();
    }

    private void Unregister()
    {
        // Null while the constructor registers with a token that is cancelled already.
        foreach (var registration in _registrations ?? []) registration.Unregister();
    }
}

/// <summary>Born cancelled.</summary>
internal sealed class AlreadyCanceled : ICancelable
{
    public static readonly AlreadyCanceled Instance = new();

    private AlreadyCanceled() { }

    public bool IsCancellationRequested => true;

    public CancellationToken Token { get; } = new(true);

    public void Cancel() { }

    public void Cancel(bool throwOnFirstException) { }

    public void CancelAfter(TimeSpan delay) { }

    public void CancelAfter(int millisecondsDelay) { }
}
