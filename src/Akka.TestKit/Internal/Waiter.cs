namespace Akka.TestKit.Internal;

/// <summary>How an expectation waits. Each is written once, as an async method: given <see cref="Blocking"/> it never yields,
/// so that the plain twin runs wholly on the caller's thread and needs no pool thread to go on. With <see cref="Yielding"/> they go on
/// in the caller's context, since they may call its code, which wants the implicit sender.</summary>
internal abstract class Waiter
{
    public static readonly Waiter Blocking = new BlockingWaiter();
    public static readonly Waiter Yielding = new YieldingWaiter();

    /// <returns>Whether the task ended in time.</returns>
    public abstract ValueTask<bool> ForAsync(Task task, TimeSpan max, CancellationToken cancellationToken);

    /// <summary>Waits for the time to pass.</summary>
    public abstract ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken);

    private sealed class BlockingWaiter : Waiter
    {
        public override ValueTask<bool> ForAsync(Task task, TimeSpan max, CancellationToken cancellationToken) =>
            new(task.Wait(max, cancellationToken));

        public override ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken)
        {
            cancellationToken.WaitHandle.WaitOne(time);
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class YieldingWaiter : Waiter
    {
        public override async ValueTask<bool> ForAsync(Task task, TimeSpan max, CancellationToken cancellationToken)
        {
            try
            {
                await task.WaitAsync(max, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (TimeoutException) when (!task.IsCompleted)
            {
                return false;
            }
        }

        public override ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken) =>
            new(Task.Delay(time, TimeProvider.System, cancellationToken));
    }
}

internal static class WaiterExtensions
{
    /// <summary>The result of a task that was run with <see cref="Waiter.Blocking"/> and so is complete.</summary>
    public static T Result<T>(this ValueTask<T> completed) => completed.GetAwaiter().GetResult();

    public static void Result(this ValueTask completed) => completed.GetAwaiter().GetResult();

    public static IReadOnlyList<T> Collect<T>(this IAsyncEnumerable<T> blocking)
    {
        var items = new List<T>();
        var enumerator = blocking.GetAsyncEnumerator();
        try
        {
            while (enumerator.MoveNextAsync().Result()) items.Add(enumerator.Current);
        }
        finally
        {
            enumerator.DisposeAsync().Result();
        }

        return items;
    }
}
