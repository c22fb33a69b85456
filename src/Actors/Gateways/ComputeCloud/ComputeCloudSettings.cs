
using Actors.Configuration;
using Akka.Configuration;

namespace Actors.Gateways.ComputeCloud;

/// <summary>The settings under <c>actors.gateways.computecloud</c>; <c>reference.conf</c> says what each is for.</summary>
internal sealed record ComputeCloudSettings
{
    public required string Host { get; init; }

    /// <summary>0: a free port.</summary>
    public required int Port { get; init; }

    public required int MaxConnections { get; init; }

    /// <summary>How long a connection may be silent between two commands.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>How long one frame may take, in and out.</summary>
    public required TimeSpan FrameTimeout { get; init; }

    public required int MaxMessageBytes { get; init; }

    /// <summary>How long a foreign runner has a job for itself.</summary>
    public required TimeSpan Lease { get; init; }

    public required TimeSpan TakePatience { get; init; }

    public required int MaxObjects { get; init; }

    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static ComputeCloudSettings From(Config config)
    {
        var section = new SettingsSection(config, "actors.gateways.computecloud");
        return new ComputeCloudSettings
        {
            Host = section.Text("host"),
            Port = section.Within("port", 0, 65535),
            MaxConnections = section.Within("max-connections", 1, 100_000),
            IdleTimeout = section.Time("idle-timeout"),
            FrameTimeout = section.Time("frame-timeout"),
            MaxMessageBytes = section.Within("max-message-size", 256, ClassicFrame.MaxMessageBytes),
            Lease = section.Time("lease"),
            TakePatience = section.Time("take-patience"),
            MaxObjects = section.Within("max-objects", 1, 100_000_000),
        };
    }
}
