#nullable disable annotations
using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>
/// Sends the outcome of a task to an actor: its result, or <see cref="Status.Failure"/>. A task without a result sends something only if
/// <c>success</c> says what. The returned task completes when the message is sent; it never fails.
/// </summary>
public static class PipeToSupport
{
    public static Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <param name="taskToPipe">Whose outcome is sent.</param>
    /// <param name="recipient">Who gets it.</param>
    /// <param name="useConfigureAwait">Send in the caller's synchronization context; otherwise on the thread that completes the task.</param>
    /// <param name="sender">Sender of the message; null for none.</param>
    /// <param name="success">Makes the message of the result; null sends the result itself.</param>
    /// <param name="failure">Makes the message of the exception; null sends <see cref="Status.Failure"/>.</param>
    public static Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<T, object> success = null,
        Func<Exception, object> failure = null)
    {
        ArgumentNullException.ThrowIfNull(taskToPipe);
        return new ValueTask<T>(taskToPipe).PipeTo(recipient, useConfigureAwait, sender, success, failure);
    }

    public static Task PipeTo<T>(
        this ValueTask<T> taskToPipe, ICanTell recipient, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    public static Task PipeTo<T>(
        this ValueTask<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<T, object> success = null,
        Func<Exception, object> failure = null)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        return SimulatedTasks.Run(recipient, useConfigureAwait, Pipe);

        async Task Pipe(bool resumeInContext)
        {
            object message;
            try
            {
                var result = await taskToPipe.ConfigureAwait(resumeInContext);
                message = success is null ? result : success(result);
            }
            catch (Exception e)
            {
                // The recipient handles it.
                message = FailureOf(e, failure);
            }

            recipient.Tell(message, sender);
        }
    }

    public static Task PipeTo(
        this Task taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    public static Task PipeTo(
        this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<object> success = null,
        Func<Exception, object> failure = null)
    {
        ArgumentNullException.ThrowIfNull(taskToPipe);
        return new ValueTask(taskToPipe).PipeTo(recipient, useConfigureAwait, sender, success, failure);
    }

    public static Task PipeTo(
        this ValueTask taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    public static Task PipeTo(
        this ValueTask taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null, Func<object> success = null,
        Func<Exception, object> failure = null)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        return SimulatedTasks.Run(recipient, useConfigureAwait, Pipe);

        async Task Pipe(bool resumeInContext)
        {
            object message;
            try
            {
                await taskToPipe.ConfigureAwait(resumeInContext);
                if (success is null) return;
                message = success();
            }
            catch (Exception e)
            {
                // The recipient handles it.
                message = FailureOf(e, failure);
            }

            recipient.Tell(message, sender);
        }
    }

    private static object FailureOf(Exception cause, Func<Exception, object> failure) => failure is null ? new Status.Failure(cause) : failure(cause);
}
