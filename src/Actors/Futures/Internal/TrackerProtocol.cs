using Actors.Futures.Book;

namespace Actors.Futures.Internal;

/// <summary>What the parts of one program ask of its tracker. All of it comes through the <see cref="TrackerPort"/>.</summary>
internal static class TrackerProtocol
{
    /// <summary>A future is made of work.</summary>
    public sealed record Submit(FutureCell Cell, FutureWork Work, IReadOnlyList<string> Inputs);

    /// <summary>A future is gone.</summary>
    public sealed record Release(FutureCell Cell);

    public sealed record Cancel(string Key);

    /// <summary>A future is made of a value that is on these workers.</summary>
    public sealed record Scattered(FutureCell Cell, IReadOnlyList<string> Workers, long SizeBytes);

    /// <summary>What was put on workers under the key is not wanted after all.</summary>
    public sealed record Discard(string Key);

    /// <summary>A serial for what is about to be put on workers.</summary>
    public sealed record NextSerial(TaskCompletionSource<long> Answer);

    public sealed record Where(IReadOnlyList<string> Keys, TaskCompletionSource<IReadOnlyDictionary<string, IReadOnlyList<string>>> Answer);

    public sealed record CancelAll(TaskCompletionSource<bool> Answer);

    /// <summary>Tell all workers that nothing is held any more.</summary>
    public sealed record Leave(TaskCompletionSource<bool> Answer);

    /// <summary>Where is it? Answered when it is somewhere.</summary>
    public sealed record Read(string Key, TaskCompletionSource<FuturePlace> Answer);

    /// <summary>A worker did not have what it should have.</summary>
    public sealed record NotThere(string Key, string Worker);
}
