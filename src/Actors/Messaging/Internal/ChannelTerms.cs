using Actors.Links;

namespace Actors.Messaging.Internal;

/// <summary>What all channels of a server share: limits, the clock and the source of numbers.</summary>
internal sealed record ChannelTerms
{
    public required LinkSettings Link { get; init; }

    public required int QueueCapacity { get; init; }

    public required int QueueBytes { get; init; }

    public required int MaxMessageBytes { get; init; }

    public required TimeSpan RetryInterval { get; init; }

    public required Func<TimeSpan> Now { get; init; }

    /// <summary>A number that nobody else draws or guesses; never zero.</summary>
    public required Func<long> NewNumber { get; init; }

    public static ChannelTerms From(ServerSettings settings, Func<TimeSpan> now, Func<long> newNumber) => new()
    {
        // The credit of an envelope's frames comes back as it is put into the inbox, and half a window at a time: so the largest one must fit into half a window.
        Link = LinkSettings.Default with
        {
            Window = Math.Max(LinkSettings.Default.Window, 2 * EnvelopeFrames.CountFor(settings.MaxMessageBytes)),
            PeerTimeout = settings.PeerTimeout,
        },
        QueueCapacity = settings.QueueCapacity,
        QueueBytes = settings.QueueBytes,
        MaxMessageBytes = settings.MaxMessageBytes,
        RetryInterval = settings.RetryInterval,
        Now = now,
        NewNumber = newNumber,
    };
}
