namespace Actors.Dispatch;

/// <summary>A pause that doubles with every attempt up to a limit. Without jitter: one broker spaces out its own work, it does not meet a herd.</summary>
internal static class Backoff
{
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        if (failures <= 0)
            return TimeSpan.Zero;
        var doublings = Math.Min(failures - 1, 40); // 2^40 seconds are far beyond any limit and do not overflow
        var pause = first * Math.Pow(2, doublings);
        return pause < longest ? pause : longest;
    }
}
