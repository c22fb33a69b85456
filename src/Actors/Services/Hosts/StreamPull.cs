using Actors.Links;
using Actors.Services.Internal;
using Akka.Event;

namespace Actors.Services.Hosts;

/// <summary>Reads the values that a method gives, on the threads for methods: its code may block between two of them as it may before its result.</summary>
/// <param name="values">Each as JSON.</param>
/// <param name="threads">Where it runs until it first waits for something.</param>
/// <param name="give">Gets what was read, on any thread.</param>
internal sealed class StreamPull(IAsyncEnumerable<ReadOnlyMemory<byte>> values, CallThreads threads, Action<StreamPull.Pulled> give)
{
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> _values = values.GetAsyncEnumerator();
    private Task _reading = Task.CompletedTask;

    /// <summary>Reads at least one value, and those that are there without waiting up to a message's size. Not to be called before the last one has ended.</summary>
    public void Read() => _reading = RunAsync(ReadSomeAsync);

    /// <summary>Lets the method end: a sequence can be disposed of between two of its values, and not while it makes one. Never fails.</summary>
    public async Task DisposeAsync()
    {
        await _reading.ConfigureAwait(false);
        await RunAsync(EndAsync).ConfigureAwait(false);
    }

    private Task RunAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(() => _ = CompleteAsync(work, done));
        return done.Task;
    }

    private static async Task CompleteAsync(Func<Task> work, TaskCompletionSource done)
    {
        await work().ConfigureAwait(false);
        done.SetResult();
    }

    private async Task ReadSomeAsync()
    {
        var read = new List<ReadOnlyMemory<byte>>();
        var bytes = 0L;
        while (bytes < LinkSettings.MaxMessageBytes)
        {
            var next = NextAsync();
            var isThere = next.IsCompleted;
            if (!isThere && read.Count > 0)
            {
                give(new Pulled(read, GoesOn: true));
                read = [];
            }

            var (value, failure) = await next.ConfigureAwait(false);
            if (value is null)
            {
                give(new Pulled(read, IsEnd: true, Failure: failure));
                return;
            }

            read.Add(value.Value);
            bytes += StreamFrames.PrefixBytes + value.Value.Length;
            if (!isThere)
                break; // the method may block before its next one, and this is a thread of the pool
        }

        give(new Pulled(read));
    }

    private async Task<(ReadOnlyMemory<byte>? Value, CallFailure? Failure)> NextAsync()
    {
        try
        {
            return await _values.MoveNextAsync().ConfigureAwait(false) ? (_values.Current, null) : (null, null);
        }
        catch (Exception failure)
        {
            return (null, CallFailures.Of(failure));
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _values.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was told to stop, and how it takes it is nobody's business any more.
        }
    }

    /// <param name="Values">In their order.</param>
    /// <param name="GoesOn">It is still reading.</param>
    /// <param name="IsEnd">No more come.</param>
    /// <param name="Failure">Why the method ended; null: it was done.</param>
    public sealed record Pulled(IReadOnlyList<ReadOnlyMemory<byte>> Values, bool GoesOn = false, bool IsEnd = false, CallFailure? Failure = null) : IDeadLetterSuppression;
}
