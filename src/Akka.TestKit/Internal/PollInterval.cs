namespace Akka.TestKit.Internal;

/// <summary>The pauses between two looks at a condition. Unless given they start at 2 ms and double up to 100 ms:
/// most conditions hold almost at once, and a test that waits long must not burn a core.</summary>
internal struct PollInterval(TimeSpan? given)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);
    private TimeSpan _next = given ?? TimeSpan.FromMilliseconds(2);

    public TimeSpan Next()
    {
        var pause = _next;
        if (given is null) _next = (pause * 2).Min(Longest);
        return pause;
    }
}
