
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

    public required int MaxObjects { get; init; }
}
