using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Akka.Configuration;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>The settings below <c>akka.cluster.pub-sub</c>. Immutable.</summary>
public sealed class DistributedPubSubSettings : INoSerializationVerificationNeeded
{
    internal const string Section = "akka.cluster.pub-sub";

    private DistributedPubSubSettings(PubSubOptions options) => Options = options;

#nullable disable annotations
    /// <summary>Only nodes with it have mediators; null for all.</summary>
    public string Role => Options.Role;
#nullable restore annotations

    public TimeSpan GossipInterval => Options.GossipInterval;

    /// <summary>How long a removed registration is remembered, so that late gossip does not bring it back.</summary>
    public TimeSpan RemovedTimeToLive => Options.RemovedTimeToLive;

    /// <summary>How many registrations one message carries.</summary>
    public int MaxDeltaElements => Options.MaxDeltaElements;

    public bool SendToDeadLettersWhenNoSubscribers => Options.SendToDeadLettersWhenNoSubscribers;

    internal PubSubOptions Options { get; }

    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public static DistributedPubSubSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        system.Settings.InjectTopLevelFallback(DistributedPubSub.DefaultConfig());
        return Create(system.Settings.Config.GetConfig(Section));
    }

    /// <param name="config">The section itself.</param>
    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public static DistributedPubSubSettings Create(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var reader = new SectionReader(config, "");
        return new DistributedPubSubSettings(new PubSubOptions(
            reader.Text("role") is { Length: > 0 } role ? role : null,
            RouteeChoices.Parse(reader.Text("routing-logic")),
            reader.Positive("gossip-interval"),
            reader.Positive("removed-time-to-live"),
            reader.AtLeast(1, "max-delta-elements"),
            reader.Flag("send-to-dead-letters-when-no-subscribers")));
    }

#nullable disable annotations
    public DistributedPubSubSettings WithRole(string role) => new(Options with { Role = role });
#nullable restore annotations

    public DistributedPubSubSettings WithGossipInterval(TimeSpan gossipInterval) => new(Options with { GossipInterval = gossipInterval });

    public DistributedPubSubSettings WithRemovedTimeToLive(TimeSpan removedTtl) => new(Options with { RemovedTimeToLive = removedTtl });

    public DistributedPubSubSettings WithMaxDeltaElements(int maxDeltaElements) => new(Options with { MaxDeltaElements = maxDeltaElements });

    public DistributedPubSubSettings WithSendToDeadLettersWhenNoSubscribers(bool sendToDeadLetterWhenNoSubscribers) =>
        new(Options with { SendToDeadLettersWhenNoSubscribers = sendToDeadLetterWhenNoSubscribers });
}
