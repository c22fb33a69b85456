using Actors.Dispatch;

namespace Actors.Futures.Internal;

/// <summary>How long is waited before something about a future is tried again.</summary>
internal static class FuturePauses
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <param name="failures">In a row, with the last one.</param>
    public static TimeSpan After(int failures) => Backoff.After(failures, First, Longest);
}
