namespace Actors.Dataflow.Modules;

/// <summary>Calls a module again and again, on its actor. Made in <c>StartAsync</c>, disposed of with the module.</summary>
internal sealed class ModuleTimer : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ValueTask> _tick;
    private readonly Func<Exception, ValueTask> _failed;
    private Task _ticking = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    private ModuleTimer(Func<ValueTask> tick, Func<Exception, ValueTask> failed) => (_tick, _failed) = (tick, failed);

    /// <param name="time">The module's clock.</param>
    /// <param name="interval">Between the end of one call and the next; at most a day.</param>
    /// <param name="tick">What is called.</param>
    /// <param name="failed">Called with what it throws.</param>
    public static ModuleTimer Start(TimeProvider time, TimeSpan interval, Func<ValueTask> tick, Func<Exception, ValueTask> failed)
    {
        var timer = new ModuleTimer(tick, failed);
        timer._running = timer.RunAsync(time, interval);
        return timer;
    }

    /// <summary>Waits for a while, and for a day at most: timers of the framework reach no further than 49 days, and whoever waits longer looks at the clock in between.</summary>
    public static Task PauseAsync(TimeProvider time, TimeSpan pause, CancellationToken stop)
    {
        // They leave out parts of a millisecond: who waits for what is left of one would wait for nothing, again and again.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds));
        return Task.Delay(whole < Longest ? whole : Longest, time, stop);
    }

    /// <summary>Ends when no call is under way: who closes the outboxes must not forget what one is just sending.</summary>
    public Task IdleAsync() => _ticking;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(TimeProvider time, TimeSpan interval)
    {
        while (!_stop.IsCancellationRequested)
        {
            await PauseAsync(time, interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (_stop.IsCancellationRequested) return;
            await (_ticking = TickAsync());
        }
    }

    private async Task TickAsync()
    {
        try
        {
            await _tick();
        }
        catch (Exception failure)
        {
            // It becomes an event, where the error edges lead; the next call may do better.
            await _failed(failure);
        }
    }
}
