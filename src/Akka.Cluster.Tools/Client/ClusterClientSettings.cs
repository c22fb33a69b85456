using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Cluster.Tools.Client.Internal;
using Akka.Cluster.Tools.Internal;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Client;

/// <summary>The settings below <c>akka.cluster.client</c>. Immutable.</summary>
public sealed class ClusterClientSettings : INoSerializationVerificationNeeded
{
    private const string Section = "akka.cluster.client";

    private readonly ClientOptions _options;

    private ClusterClientSettings(ClientOptions options) => _options = options;

    /// <summary>Paths of receptionists. At least one.</summary>
    public IImmutableSet<ActorPath> InitialContacts => _options.InitialContacts;

    public TimeSpan EstablishingGetContactsInterval => _options.EstablishingGetContactsInterval;

    public TimeSpan RefreshContactsInterval => _options.RefreshContactsInterval;

    public TimeSpan HeartbeatInterval => _options.HeartbeatInterval;

    public TimeSpan AcceptableHeartbeatPause => _options.AcceptableHeartbeatPause;

    /// <summary>How many messages wait while there is no receptionist; beyond that the oldest is dropped.</summary>
    public int BufferSize => _options.BufferSize;

    /// <summary>Null when the client looks for a receptionist for ever.</summary>
    public TimeSpan? ReconnectTimeout => _options.ReconnectTimeout;

    public bool VerboseLogging => _options.VerboseLogging;

    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public static ClusterClientSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        ToolsSerializers.Register(system);
        return Create(system.Settings.Config.GetConfig(Section));
    }

    /// <param name="config">The section itself.</param>
    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public static ClusterClientSettings Create(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var reader = new SectionReader(config, "");
        return new ClusterClientSettings(new ClientOptions
        {
            InitialContacts = [.. reader.Texts("initial-contacts").Select(Contact)],
            EstablishingGetContactsInterval = reader.Positive("establishing-get-contacts-interval"),
            RefreshContactsInterval = reader.Positive("refresh-contacts-interval"),
            HeartbeatInterval = reader.Positive("heartbeat-interval"),
            AcceptableHeartbeatPause = reader.Positive("acceptable-heartbeat-pause"),
            BufferSize = reader.AtLeast(0, "buffer-size"),
            ReconnectTimeout = reader.TimeOrOff("reconnect-timeout"),
            VerboseLogging = reader.Flag("verbose-logging")
        });
    }

    /// <exception cref="ArgumentException">There is none.</exception>
    public ClusterClientSettings WithInitialContacts(IImmutableSet<ActorPath> initialContacts)
    {
        ArgumentNullException.ThrowIfNull(initialContacts);
        if (initialContacts.Count == 0)
            throw new ArgumentException("A cluster client needs at least one contact.", nameof(initialContacts));
        return new(_options with { InitialContacts = initialContacts });
    }

    public ClusterClientSettings WithEstablishingGetContactsInterval(TimeSpan value) => new(_options with { EstablishingGetContactsInterval = value });

    public ClusterClientSettings WithRefreshContactsInterval(TimeSpan value) => new(_options with { RefreshContactsInterval = value });

    public ClusterClientSettings WithHeartbeatInterval(TimeSpan value) => new(_options with { HeartbeatInterval = value });

    public ClusterClientSettings WithBufferSize(int bufferSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferSize);
        return new(_options with { BufferSize = bufferSize });
    }

    public ClusterClientSettings WithReconnectTimeout(TimeSpan? reconnectTimeout) => new(_options with { ReconnectTimeout = reconnectTimeout });

    private static ActorPath Contact(string text) => ActorPath.TryParse(text, out var path) && path.Address.HasGlobalScope
        ? path
        : throw new ConfigurationException(
            $"{Section}.initial-contacts: expected a path like akka.tcp://system@host:4053/system/receptionist, found '{text}'.");
}
