using Actors.Services.Internal;

namespace Actors.Services.Hosts;

/// <summary>Limits and times of a host; <c>reference.conf</c>, <c>actors.services.host</c>, says what each is for.</summary>
internal sealed record HostTerms
{
    /// <summary>Calls that run at a time.</summary>
    public int Slots { get; init; } = 1;

    public TimeSpan PrefetchTime { get; init; } = TimeSpan.FromMilliseconds(1);

    public int MaxPrefetch { get; init; } = 256;

    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How soon the broker hears of calls that have ended, when it has credit left.</summary>
    public TimeSpan ReportDelay { get; init; } = TimeSpan.FromMilliseconds(10);

    public long ReplyBytesKept { get; init; } = 16 << 20;

    /// <summary>Of the arguments of one call.</summary>
    public long MaxArgumentBytes { get; init; } = 16 << 20;

    /// <summary>Of arguments that do not fit a message; of such replies that are on their way; of such replies that are kept.</summary>
    public long MaxLargeBytes { get; init; } = 64 << 20;

    public TimeSpan RepliesKept { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stream waits for a reader that takes nothing.</summary>
    public TimeSpan StreamPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A call that waits here for so long, while all slots are taken, goes back to the broker.</summary>
    public TimeSpan GiveBackAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Of one message to a broker.</summary>
    public int MessageBytes { get; init; } = Batches.MaxBytes;
}
