namespace Akka.TestKit.Internal;

internal static class Durations
{
    /// <summary>The shorter one; null counts as endless.</summary>
    public static TimeSpan Min(this TimeSpan a, TimeSpan? b) => b is { } other && other < a ? other : a;

    public static void EnsureFinite(this TimeSpan time, string parameterName)
    {
        if (time < TimeSpan.Zero) throw new ArgumentException($"The time must be finite and not negative, but is {time}", parameterName);
    }
}
