namespace Actors.Dataflow.Running;

/// <summary>Makes the module of a flow actor, starts it, makes it again after failures, and ends it. Runs on the actor.</summary>
internal sealed class ModuleLife(FlowRunner runner, FlowTerms terms)
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _draining = new();
    private CancellationTokenSource? _source;
    private Task _sourceTask = Task.CompletedTask;
    private FlowModule? _module;
    private bool _isRestarting;
    private bool _hasEnded;
    private bool _isStale;
    private CancellationTokenSource? _pause; // between two attempts to start
    private bool _sourceEnded;

    public FlowActorState State { get; private set; } = FlowActorState.Starting;

    /// <summary>The module, if it may be given events now.</summary>
    public FlowModule? Module => State is FlowActorState.Running or FlowActorState.Draining && !_isRestarting ? _module : null;

    /// <summary>Set when the flow is stopped at once.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>The module makes no events by its own, or not any more.</summary>
    public bool SourceDone { get; private set; }

    /// <summary>It could not be started, and will not be tried again: the flow is being stopped.</summary>
    public bool HasGivenUp { get; private set; }

    public long Restarts { get; private set; }

    /// <summary>Why it could not be started; null: it could.</summary>
    public string? Failure { get; private set; }

    /// <param name="sourceEnded">It makes no events by its own any more.</param>
    public void Begin(bool sourceEnded)
    {
        _sourceEnded = sourceEnded;
        runner.Forget(StartAsync());
    }

    public void StopSource()
    {
        _draining.Cancel();
        if (State == FlowActorState.Running) State = FlowActorState.Draining;
    }

    /// <summary>Replaces the module as soon as nothing is being handled by it.</summary>
    /// <param name="flush">Whether it first sends what it holds back: one that failed may be in no state to do so.</param>
    public void Restart(bool flush)
    {
        // With other settings a source makes events again.
        if (flush) _sourceEnded = false;
        if (_isRestarting || _hasEnded) return;
        if (State is FlowActorState.Starting or FlowActorState.Failing)
        {
            // What is being started is of before; what is to be tried again need not wait for it.
            _isStale = true;
            _pause?.Cancel();
            return;
        }

        _isRestarting = true;
        // A flow that is drained meanwhile waits for the new module.
        SourceDone = false;
        runner.Forget(RestartAsync(flush));
    }

    /// <summary>Has the module send what it holds back, and lets go of it.</summary>
    public async ValueTask EndAsync()
    {
        _hasEnded = true;
        await FlushAsync();
        await DisposeModuleAsync();
        State = FlowActorState.Finished;
    }

    /// <summary>Has the module send what it holds back.</summary>
    public async ValueTask FlushAsync()
    {
        try
        {
            if (_module is { } module) await module.Flush(Stopped);
        }
        catch (Exception failure)
        {
            // The error edges are still there.
            await runner.SendFailureAsync(failure);
        }
    }

    /// <summary>Ends at once; called when the actor stops.</summary>
    public void Abandon()
    {
        _stopped.Cancel();
        _draining.Cancel();
        if (_module is { } module) runner.Forget(module.DisposeAsync());
        _module = null;
    }

    private async ValueTask StartAsync()
    {
        for (var failures = 0; !await TryStartAsync(); failures++)
        {
            State = FlowActorState.Failing;
            if (!await PauseToRetryAsync(terms.Backoff(failures))) break;
        }

        if (_module is null)
        {
            HasGivenUp = true;
            EndSource();
            return;
        }

        State = _draining.IsCancellationRequested ? FlowActorState.Draining : FlowActorState.Running;
        if (_isStale)
        {
            Restart(flush: false);
            return;
        }

        if (_sourceEnded)
        {
            EndSource();
            return;
        }

        _source = CancellationTokenSource.CreateLinkedTokenSource(_draining.Token);
        _sourceTask = RunSourceAsync(_module, _source.Token);
    }

    private async ValueTask<bool> TryStartAsync()
    {
        _isStale = false;
        try
        {
            _module = runner.Spec.Module.Create();
            _module.Host = runner;
            await _module.Start(Stopped);
            Failure = null;
            return true;
        }
        catch (Exception failure)
        {
            // It is tried again; meanwhile the error edges know.
            Failure = failure.Message;
            await runner.SendFailureAsync(failure);
            await DisposeModuleAsync();
            return false;
        }
    }

    private async Task RunSourceAsync(FlowModule module, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await module.Run(stop);
                break;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // A source lives on: it is begun again, and the error edges know.
                await runner.SendFailureAsync(failure);
                if (!await PauseAsync(terms.Backoff(failures), _draining.Token)) break;
            }
        }

        // A module that is about to be replaced comes back.
        if (!_isRestarting) EndSource();
    }

    private async ValueTask RestartAsync(bool flush)
    {
        if (_source is not null) await _source.CancelAsync();
        await _sourceTask;
        await runner.WhenIdleAsync();
        if (flush) await FlushAsync();
        await DisposeModuleAsync();
        Restarts++;
        State = FlowActorState.Starting;
        _isRestarting = false;
        await StartAsync();
    }

    private void EndSource()
    {
        SourceDone = true;
        runner.SourceEnded();
    }

    private async ValueTask<bool> PauseToRetryAsync(TimeSpan pause)
    {
        using var retry = _pause = CancellationTokenSource.CreateLinkedTokenSource(_draining.Token);
        if (!_isStale) await PauseAsync(pause, retry.Token);
        _pause = null;
        return !_draining.IsCancellationRequested;
    }

    /// <returns>False: it was ended before its time.</returns>
    private async ValueTask<bool> PauseAsync(TimeSpan pause, CancellationToken end)
    {
        try
        {
            await Task.Delay(pause, terms.Time, end);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask DisposeModuleAsync()
    {
        if (_module is not { } module) return;
        _module = null;
        try
        {
            await module.DisposeAsync();
        }
        catch (Exception failure)
        {
            // It is gone in any case.
            await runner.SendFailureAsync(failure);
        }
    }
}
