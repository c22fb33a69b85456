namespace Actors.Links;

/// <summary>Limits of a link; both ends count in messages of at most <see cref="MaxMessageBytes"/>.</summary>
/// <param name="Window">Messages on their way or not yet consumed; 32 x 64 KiB keep a gigabit busy for 16 ms.</param>
/// <param name="Interval">How long an end stays silent before it shows that it lives.</param>
/// <param name="PeerTimeout">How long the other end may stay silent before the link is given up.</param>
/// <param name="StallTimeout">For links whose producer always has more: how long a receiver that grants credit waits for data. Null: for ever.</param>
public sealed record LinkSettings(int Window, TimeSpan Interval, TimeSpan PeerTimeout, TimeSpan? StallTimeout = null)
{
    /// <summary>Half of Akka's default frame of 128,000 bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    public static LinkSettings Default { get; } = new(32, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
}
