using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Cluster.Tools.Internal;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Client;

/// <summary>The settings below <c>akka.cluster.client.receptionist</c>. Immutable.</summary>
public sealed class ClusterReceptionistSettings : INoSerializationVerificationNeeded
{
    internal const string Section = "akka.cluster.client.receptionist";

#nullable disable annotations
    /// <param name="role">Only nodes with it have receptionists; null for all.</param>
    public ClusterReceptionistSettings(
        string role,
        int numberOfContacts,
        TimeSpan responseTunnelReceiveTimeout,
        TimeSpan heartbeatInterval,
        TimeSpan acceptableHeartbeatPause,
        TimeSpan failureDetectionInterval)
    {
        Role = string.IsNullOrEmpty(role) ? null : role;
        NumberOfContacts = numberOfContacts;
        ResponseTunnelReceiveTimeout = responseTunnelReceiveTimeout;
        HeartbeatInterval = heartbeatInterval;
        AcceptableHeartbeatPause = acceptableHeartbeatPause;
        FailureDetectionInterval = failureDetectionInterval;
    }

    /// <summary>Null when all nodes have receptionists.</summary>
    public string Role { get; }

    public ClusterReceptionistSettings WithRole(string role) => new(
        role, NumberOfContacts, ResponseTunnelReceiveTimeout, HeartbeatInterval, AcceptableHeartbeatPause, FailureDetectionInterval);
#nullable restore annotations

    /// <summary>How many other receptionists a client is told of.</summary>
    public int NumberOfContacts { get; }

    /// <summary>How long after the last message answers to a sender outside still find their way.</summary>
    public TimeSpan ResponseTunnelReceiveTimeout { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan AcceptableHeartbeatPause { get; }

    public TimeSpan FailureDetectionInterval { get; }

    internal int MaxTunnels { get; init; } = 100_000;

    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public static ClusterReceptionistSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        ToolsSerializers.Register(system);
        var config = system.Settings.Config;
        var settings = Create(config.GetConfig(Section));
        return new ClusterReceptionistSettings(
            settings.Role,
            settings.NumberOfContacts,
            settings.ResponseTunnelReceiveTimeout,
            settings.HeartbeatInterval,
            settings.AcceptableHeartbeatPause,
            settings.FailureDetectionInterval)
        {
            MaxTunnels = new SectionReader(config, "actors.engine.cluster.client").AtLeast(1, "max-response-tunnels")
        };
    }

    /// <param name="config">The section itself.</param>
    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public static ClusterReceptionistSettings Create(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var reader = new SectionReader(config, "");
        return new ClusterReceptionistSettings(
            reader.Text("role"),
            reader.AtLeast(1, "number-of-contacts"),
            reader.Positive("response-tunnel-receive-timeout"),
            reader.Positive("heartbeat-interval"),
            reader.Positive("acceptable-heartbeat-pause"),
            reader.Positive("failure-detection-interval"));
    }

    public ClusterReceptionistSettings WithoutRole() => WithRole("");

    public ClusterReceptionistSettings WithNumberOfContacts(int numberOfContacts) => new(
        Role, numberOfContacts, ResponseTunnelReceiveTimeout, HeartbeatInterval, AcceptableHeartbeatPause, FailureDetectionInterval);

    public ClusterReceptionistSettings WithResponseTunnelReceiveTimeout(TimeSpan responseTunnelReceiveTimeout) => new(
        Role, NumberOfContacts, responseTunnelReceiveTimeout, HeartbeatInterval, AcceptableHeartbeatPause, FailureDetectionInterval);

    public ClusterReceptionistSettings WithHeartbeat(TimeSpan heartbeatInterval, TimeSpan acceptableHeartbeatPause, TimeSpan failureDetectionInterval) =>
        new(Role, NumberOfContacts, ResponseTunnelReceiveTimeout, heartbeatInterval, acceptableHeartbeatPause, failureDetectionInterval);
}
