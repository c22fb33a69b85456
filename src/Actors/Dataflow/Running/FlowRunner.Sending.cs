using Akka.Event;

namespace Actors.Dataflow.Running;

// What a module sends and logs, on the actor and from outside of it.
internal sealed partial class FlowRunner
{
    public ValueTask SendAsync(FlowEvent item, string? outbox)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!_synchronization.IsCurrent) return new ValueTask(SendFromOutsideAsync(item, outbox, isError: false));
        if (_spec.Options.After is { } after)
        {
            if (after(item) is not { } changed)
            {
                _dropped++;
                return ValueTask.CompletedTask;
            }

            item = changed;
        }

        Step(item, "out", outbox ?? "");
        var sent = _ports.SendAsync(item, outbox);
        return ++_sentInTurn < MaxSendsInTurn ? sent : YieldAsync(sent);
    }

    public ValueTask SendErrorAsync(FlowEvent item)
    {
        if (!_synchronization.IsCurrent) return new ValueTask(SendFromOutsideAsync(item, null, isError: true));
        _failed++;
        Step(item, "error", "");
        return _ports.SendErrorAsync(item);
    }

    /// <summary>Reports a failure that is not that of an event.</summary>
    public ValueTask SendFailureAsync(Exception failure)
    {
        _log.Warning("flow actor {0}: {1}", Name, failure.Message);
        return SendErrorAsync(NewEvent(null).WithError(FlowError.Of(Name, failure)));
    }

    private void WriteLog(FlowLogLevel level, string message, FlowEvent? about)
    {
        var line = new FlowLogLine(Time.GetUtcNow(), level, Name, message, about is null ? [] : [about.Id]);
        var item = new FlowEvent(EventId.New(_terms.Ids), line) { Created = line.Time };
        if (_synchronization.IsCurrent) _ports.Log(item);
        else _synchronization.Post(state => _ports.Log((FlowEvent)state!), item);
    }

    private async Task SendFromOutsideAsync(FlowEvent item, string? outbox, bool isError)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _synchronization.Post(_ => Forget(PassOnAsync(item, outbox, isError, sent)), null);
        await sent.Task.ConfigureAwait(false);
    }

    private async ValueTask PassOnAsync(FlowEvent item, string? outbox, bool isError, TaskCompletionSource sent)
    {
        try
        {
            await (isError ? SendErrorAsync(item) : SendAsync(item, outbox));
            sent.TrySetResult();
        }
        catch (Exception failure)
        {
            // Whoever sends it handles it.
            sent.TrySetException(failure);
        }
    }

    private static async ValueTask YieldAsync(ValueTask sent)
    {
        await Task.Yield();
        await sent;
    }
}
