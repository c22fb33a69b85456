using Actors.Configuration;
using Actors.Links;
using Actors.Services.Brokers;
using Actors.Services.Calls;
using Actors.Services.Hosts;
using Actors.Services.Methods;
using Actors.Storage;
using Akka.Configuration;

namespace Actors.Services;

/// <summary>The settings under <c>actors.services</c>; <c>reference.conf</c> says what each is for.</summary>
internal sealed record ServicesSettings(SizeLimits Sizes, DeskTerms Broker, HostTerms Host, int MaxThreads, TimeSpan LeaveTimeout, CallTerms Client)
{
    /// <summary>What is larger does not travel in messages, but by a link. With what else is in its message, this still fits the frame.</summary>
    public const int InlineBytes = 60 * 1024;

    // Of one call: it is in the memory of its client and of its host as a whole, more than once.
    public const int MostBytes = 256 << 20;

    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static ServicesSettings From(Config config)
    {
        var services = new SettingsSection(config, "actors.services");
        var host = new SettingsSection(config, "actors.services.host");
        var sizes = new SizeLimits((int)services.Size("max-argument-size", 1024, MostBytes), (int)services.Size("max-result-size", 1024, MostBytes));
        return new ServicesSettings(
            sizes,
            BrokerOf(new SettingsSection(config, "actors.services.broker")),
            new HostTerms
            {
                PrefetchTime = host.Time("prefetch-time"),
                MaxPrefetch = host.Within("max-prefetch", 0, 4096),
                RepliesKept = host.Time("replies-kept-for"),
                ReplyBytesKept = host.Size("replies-kept-size", 64 * 1024),
                MaxArgumentBytes = sizes.ArgumentBytes,
                MaxLargeBytes = host.Size("large-size", 64 * 1024),
                StreamPatience = host.Time("stream-patience"),
            },
            host.Within("max-threads", 1, 32_767),
            host.Time("leave-timeout"),
            ClientOf(new SettingsSection(config, "actors.services.client")));
    }

    /// <summary>Of the links between clients and hosts. Large values are in memory as a whole: a source of one that shows life and sends nothing has lost its place.</summary>
    public static LinkSettings LinkOf(Config config)
    {
        var link = StorageSettings.From(config).Link;
        return link with { StallTimeout = link.PeerTimeout };
    }

    private static DeskTerms BrokerOf(SettingsSection broker) => new()
    {
        MaxQueued = broker.Within("max-queued", 1, 10_000_000),
        MaxQueuedBytes = broker.Size("max-queued-size", 64 * 1024),
        Lease = broker.Time("lease", TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)),
        HostPatience = broker.Time("host-patience"),
        MaxPlacements = broker.Within("max-placements", 1, 100_000),
        EndedRemembered = broker.Within("ended-remembered", 0, 10_000_000),
        MaxKeptBytes = broker.Size("kept-size", 64 * 1024),
        ExpiredRemembered = broker.Time("expired-remembered"),
        ForgetAfter = broker.Time("forget-service-after"),
        AbandonedAfter = broker.Time("abandoned-after", TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)),
        TakeOverAfter = broker.Time("take-over-after"),
        MaxLosses = broker.Within("unclean-run-limit", 1, 1000),
    };

    private static CallTerms ClientOf(SettingsSection client) => new()
    {
        Timeout = client.TimeOrZero("timeout"),
        MaxPending = client.Within("max-pending", 1, 10_000_000),
        CheckAfter = client.Time("check-after"),
        Patience = client.Time("patience"),
        MaxLargeBytes = client.Size("large-size", 64 * 1024),
    };
}
