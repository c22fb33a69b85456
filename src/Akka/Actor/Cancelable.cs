#nullable disable annotations
using Akka.Actor.Scheduler;

namespace Akka.Actor;

/// <summary>
/// An <see cref="ICancelable"/> that is called off by hand or after a time. It makes its <see cref="CancellationToken"/> only when it is
/// asked for, and the engine's scheduler drops what it cancels at once.
/// </summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private CancellationTokenSource _source;
    private ScheduledWork _work;
    private Cancelable _expiry;
    private volatile bool _isCancelled;
    private volatile bool _isDisposed;

    public Cancelable(IScheduler scheduler) : this(scheduler.Advanced) { }

    public Cancelable(IScheduler scheduler, TimeSpan delay) : this(scheduler.Advanced, delay) { }

    public Cancelable(IScheduler scheduler, int millisecondsDelay) : this(scheduler.Advanced, TimeSpan.FromMilliseconds(millisecondsDelay)) { }

    public Cancelable(IActionScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        _scheduler = scheduler;
    }

    public Cancelable(IActionScheduler scheduler, TimeSpan delay) : this(scheduler) => CancelAfter(delay);

    public bool IsCancellationRequested => _isCancelled;

    public bool IsDisposed => _isDisposed;

    public CancellationToken Token
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_source is { } existing) return existing.Token;
            var source = new CancellationTokenSource();
            if (Interlocked.CompareExchange(ref _source, source, null) is { } other) return other.Token;
            // The exchange above is a full fence, so is the one in Cancel: either it sees the source or this sees the flag.
            if (_isCancelled) source.Cancel();
            return source.Token;
        }
    }

    public static ICancelable CreateCanceled() => AlreadyCanceled.Instance;

    /// <summary>Cancelled as soon as one of the others is.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler.Advanced, cancelables);

    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        new LinkedCancelable(scheduler, cancelables.Select(cancelable => cancelable.Token));

    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        new LinkedCancelable(scheduler, cancellationTokens);

    public void Cancel() => Cancel(false);

    /// <param name="throwOnFirstException">Stop at the first callback that throws, in place of collecting all failures.</param>
    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isCancelled) return;
        _isCancelled = true;
        Interlocked.Exchange(ref _work, null)?.Cancel();
        Interlocked.Exchange(ref _expiry, null)?.Cancel();
        Volatile.Read(ref _source)?.Cancel(throwOnFirstException);
    }

    /// <summary>A later call replaces the time set before.</summary>
    public void CancelAfter(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isCancelled) return;
        var expiry = new Cancelable(_scheduler);
        _scheduler.ScheduleOnce(delay, CancelUnlessDisposed, expiry);
        Interlocked.Exchange(ref _expiry, expiry)?.Cancel();
        if (_isCancelled || _isDisposed) expiry.Cancel();
    }

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets the scheduler drop the work at the moment it is called off. One live work at a time can be attached; the scheduler
    /// asks <see cref="IsCancellationRequested"/> when the time of any other comes.</summary>
    internal void Attach(ScheduledWork work)
    {
        var attached = Volatile.Read(ref _work);
        if (attached is { IsLive: true } || Interlocked.CompareExchange(ref _work, work, attached) != attached) return;
        // A full fence on either side, as in Token: a cancellation that missed the work is seen here.
        if (_isCancelled) work.Cancel();
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed || !disposing) return;
        _isDisposed = true;
        Interlocked.Exchange(ref _expiry, null)?.Cancel();
        _source?.Dispose();
    }

    private void CancelUnlessDisposed()
    {
        if (!_isDisposed) Cancel();
    }
}
