namespace Actors.Links;

/// <summary>Limits of an end of a link; both ends count in messages of at most <see cref="MaxMessageBytes"/>.</summary>
/// <param name="Window">Messages on their way or not yet consumed; 32 x 64 KiB keep a gigabit busy for 16 ms.</param>
/// <param name="Interval">How long an end stays silent before it shows that it lives.</param>
/// <param name="PeerTimeout">How long the other end may stay silent before the link is given up.</param>
/// <param name="StallTimeout">
/// How long the other end may show life and not go on: a sender that has credit and sends nothing (for those who always have more), a receiver that takes nothing of what there is.
/// Not below a few intervals: acknowledgements may come that late. Null: for ever.
/// </param>
public sealed record LinkSettings(int Window, TimeSpan Interval, TimeSpan PeerTimeout, TimeSpan? StallTimeout = null)
{
    /// <summary>Half of Akka's default frame of 128,000 bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    public static LinkSettings Default { get; } = new(32, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    /// <summary>Where <see cref="StallTimeout"/> is set, for those who read that it was exceeded.</summary>
    public string? StallSetting { get; init; }

    internal string Stall => $"{StallTimeout?.TotalSeconds:0.###} s" + (StallSetting is null ? "" : $" ({StallSetting})");
}
