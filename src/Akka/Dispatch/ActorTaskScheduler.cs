using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs the continuations of one actor's asynchronous handler inside that actor, with its Self and Sender. While a handler is not done, the actor's
/// user messages wait; its system messages do not.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs asynchronous code as part of the handling of the current message.</summary>
    /// <exception cref="InvalidOperationException">Not inside an actor.</exception>
    public static void RunTask(Func<Task> asyncAction)
    {
        ArgumentNullException.ThrowIfNull(asyncAction);
        RunTask(static (run, _) => run(), asyncAction, 0);
    }

    public static void RunTask(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        RunTask(static (run, _) =>
        {
            run();
            return Task.CompletedTask;
        }, action, 0);
    }

    internal static void RunTask<T>(Func<T, Task> handler, T message) => RunTask(static (run, m) => run(m), handler, message);

    protected override void QueueTask(Task task) => _cell.SendSystemMessage(new ActorTaskMessage(this, task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && InternalCurrentActorCellKeeper.Current == _cell && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    internal void Execute(Task task) => TryExecuteTask(task);

    private static void RunTask<TState, T>(Func<TState, T, Task> handler, TState state, T message)
    {
        var cell = InternalCurrentActorCellKeeper.Current
            ?? throw new InvalidOperationException("RunTask may be called only inside an actor, on the thread that runs it");
        var scheduler = cell.TaskScheduler;

        // The handler runs as a task of our scheduler, so that its awaits come back to it; it starts on this thread.
        var start = new Task<Task>(() => handler(state, message), CancellationToken.None, TaskCreationOptions.DenyChildAttach);
        start.RunSynchronously(scheduler);
        if (start.IsFaulted)
            ExceptionDispatchInfo.Throw(start.Exception!.InnerException!);
        var running = start.Result ?? throw new InvalidOperationException("An asynchronous handler returned null instead of a task");
        if (!running.IsCompleted)
            cell.AwaitHandler(running);
        else if (!running.IsCompletedSuccessfully)
            running.GetAwaiter().GetResult();
    }
}

/// <summary>A continuation on its way into its actor.</summary>
internal sealed class ActorTaskMessage(ActorTaskScheduler scheduler, Task task) : SystemMessage
{
    public ActorTaskScheduler Scheduler { get; } = scheduler;

    public Task Task { get; } = task;
}

/// <summary>An asynchronous handler has ended.</summary>
internal sealed class AsyncHandlerDone(AsyncHandler handler) : SystemMessage
{
    public AsyncHandler Handler { get; } = handler;
}

/// <summary>An asynchronous handler that is not done, with the message it belongs to.</summary>
internal sealed class AsyncHandler(Task task, object? message, IActorRef? sender)
{
    public Task Task { get; } = task;

    public object? Message { get; } = message;

    public IActorRef? Sender { get; } = sender;
}
