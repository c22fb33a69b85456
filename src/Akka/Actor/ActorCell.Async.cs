using Akka.Dispatch;

namespace Akka.Actor;

// Asynchronous handlers. At most one is open: the cell is suspended for user messages until it is done.
internal sealed partial class ActorCell
{
    private ActorTaskScheduler? _taskScheduler;
    private AsyncHandler? _handler;

    public ActorTaskScheduler TaskScheduler => _taskScheduler ??= new ActorTaskScheduler(this);

    internal void AwaitHandler(Task task)
    {
        if (_handler is not null)
        {
            // A handler that started another one, by RunTask: both must be done before the next message.
            task = Task.WhenAll(_handler.Task, task);
            AbandonAsyncHandler();
        }
        var handler = _handler = new AsyncHandler(task, _message, _sender);
        SuspendSelf();
        task.ContinueWith(
            static (_, state) =>
            {
                var (cell, done) = ((ActorCell, AsyncHandler))state!;
                cell.SendSystemMessage(new AsyncHandlerDone(done));
            },
            (this, handler),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            global::System.Threading.Tasks.TaskScheduler.Default);
    }

    private void RunContinuation(ActorTaskMessage continuation)
    {
        var (message, sender) = (_message, _sender);
        if (_handler is not null)
            (_message, _sender) = (_handler.Message, _handler.Sender);
        try
        {
            continuation.Scheduler.Execute(continuation.Task);
        }
        finally
        {
            if (_handler is null)
                (_message, _sender) = (message, sender);
        }
    }

    private void AsyncHandlerFinished(AsyncHandlerDone done)
    {
        if (done.Handler != _handler)
            return; // abandoned by a restart
        (_message, _sender) = (_handler.Message, _handler.Sender);
        AbandonAsyncHandler();
        _timeout?.Restart();
        if (!done.Handler.Task.IsCompletedSuccessfully)
            done.Handler.Task.GetAwaiter().GetResult();
        _message = null;
    }

    private void AbandonAsyncHandler()
    {
        if (_handler is null)
            return;
        _handler = null;
        ResumeSelf();
    }
}
