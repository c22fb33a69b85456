using Actors.Dataflow.Nodes;

namespace Actors.Dataflow.Running;

// What becomes of an event that the module gets: handled, tried again, or an error.
internal sealed partial class FlowRunner
{
    private void Handle(FlowModule module, Arrival arrival)
    {
        Step(arrival.Item, "in", arrival.Inbox);
        _running++;
        ValueTask handling;
        try
        {
            handling = _spec.Options is { Rescue: 0, Timeout: null } ? InvokeAsync(module, arrival, _life.Stopped) : AttemptAsync(module, arrival);
            if (handling.IsCompletedSuccessfully)
            {
                Handled(arrival);
                return;
            }
        }
        catch (Exception failure)
        {
            // It becomes an event, where the error edges lead.
            handling = ValueTask.FromException(failure);
        }

        Forget(FinishAsync(handling, arrival));
    }

    private ValueTask InvokeAsync(FlowModule module, Arrival arrival, CancellationToken cancel)
    {
        var item = arrival.Item;
        if (_spec.Options.Before is { } before)
        {
            if (before(item) is not { } changed)
            {
                _dropped++;
                return ValueTask.CompletedTask;
            }

            item = changed;
        }

        if (item.Data is UnreadableEvent unreadable) throw unreadable.Failure;
        var form = _spec.Module.Type.Facts.Accepts;
        return module.Handle(form == Data.DataKind.Value ? item : item.As(form), arrival.Inbox, cancel);
    }

    /// <summary>Handles an event with a limit of time, or more than once.</summary>
    private async ValueTask AttemptAsync(FlowModule module, Arrival arrival)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var late = new CancellationTokenSource(_spec.Options.Timeout ?? Timeout.InfiniteTimeSpan, Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _life.Stopped);
                await InvokeAsync(module, arrival, either.Token);
                return;
            }
            catch (Exception) when (attempt < _spec.Options.Rescue && !_life.Stopped.IsCancellationRequested)
            {
                _rescued++;
                Step(arrival.Item, "rescue", arrival.Inbox);
                await Task.Delay(_spec.Options.RescuePause, Time, _life.Stopped);
            }
        }
    }

    private async ValueTask FinishAsync(ValueTask handling, Arrival arrival)
    {
        try
        {
            await handling;
        }
        catch (Exception failure)
        {
            // It becomes an event, where the error edges lead.
            await FailAsync(arrival.Item, failure);
        }

        Handled(arrival);
    }

    private void Handled(Arrival arrival)
    {
        _handled++;
        if (--_running == 0 && _idle is { } idle)
        {
            _idle = null;
            idle.TrySetResult();
        }

        Step(arrival.Item, "handled", arrival.Inbox);
        _ports.Handled(arrival);
    }

    private async ValueTask FailAsync(FlowEvent item, Exception failure)
    {
        var error = FlowError.Of(Name, failure);
        await SendErrorAsync(item.WithError(error));
        if (_spec.Options.OnFailure == FailurePolicy.Restart) _life.Restart(flush: false);
        if (_spec.Options.OnFailure == FailurePolicy.Stop) _part.Tell(new FlowProtocol.FlowFailed(_run, error), _self);
    }
}
