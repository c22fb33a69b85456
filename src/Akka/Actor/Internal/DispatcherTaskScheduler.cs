using Akka.Dispatch;

namespace Akka.Actor.Internal;

/// <summary>Runs tasks and their continuations on a dispatcher, outside of any actor: the thread pool, or the one thread of a simulation.</summary>
internal sealed class DispatcherTaskScheduler(MessageDispatcher dispatcher) : TaskScheduler
{
    protected override void QueueTask(Task task) => dispatcher.Schedule(() => TryExecuteTask(task));

    // Inlining would run a continuation on the thread that completes a task: a timer's or a transport's.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
