namespace Actors.Services.Brokers;

/// <summary>Limits and times of a service's broker; <c>reference.conf</c>, <c>actors.services.broker</c>, says what each is for.</summary>
internal sealed record DeskTerms
{
    public int MaxQueued { get; init; } = 100_000;

    public long MaxQueuedBytes { get; init; } = 256 << 20;

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often hosts and waiting calls are looked after.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Different sets of hosts that waiting calls may ask for.</summary>
    public int MaxPlacements { get; init; } = 1000;

    public TimeSpan HostPatience { get; init; } = TimeSpan.FromSeconds(10);

    public int EndedRemembered { get; init; } = 100_000;

    public long MaxKeptBytes { get; init; } = 256 << 20;

    public TimeSpan ExpiredRemembered { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a call stays with a host that has not begun it before another one that is idle may have it.</summary>
    public TimeSpan TakeOverAfter { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>After its last host and call a service is listed for so long.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromMinutes(5);

    public int MaxLosses { get; init; } = 3;

    /// <summary>A call whose client has not asked for it for so long does not wait any more.</summary>
    public TimeSpan AbandonedAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A run that a host has not confirmed for so long is sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(2);
}

/// <param name="Waiting">Calls that wait for a limit.</param>
/// <param name="Lanes">Sets of limits under which calls wait.</param>
/// <param name="Gates">Limits and keys that are in use or were not long ago.</param>
/// <param name="Wishes">Sets of hosts that waiting calls ask for.</param>
/// <param name="Kept">Replies that are kept, or remembered.</param>
/// <param name="KeptTraces">Places in the books behind them.</param>
/// <param name="Ended">Calls that are remembered.</param>
/// <param name="Plans">Times that somebody waits for.</param>
internal readonly record struct DeskBooks(int Waiting, int Lanes, int Gates, int Wishes, int Kept, int KeptTraces, int Ended, int Plans);
