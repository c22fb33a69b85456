namespace Actors.Services;

/// <summary>Times as they travel: what others say must not overflow a clock.</summary>
internal static class WireTimes
{
    // Longer than anything is meant to wait, and far from the end of any clock.
    private const long MostMs = 1000L * 60 * 60 * 24 * 365;

    public static long Within(long milliseconds) => Math.Clamp(milliseconds, 0, MostMs);

    public static TimeSpan Span(long milliseconds) => TimeSpan.FromMilliseconds(Within(milliseconds));

    /// <summary>At least one millisecond, so that it is not taken for none.</summary>
    public static long Of(TimeSpan time) => Math.Clamp((long)Math.Min(time.TotalMilliseconds, MostMs), 1, MostMs);
}
