using System.Text.Json;
using Akka.Configuration;

namespace Actors.Messaging;

/// <summary>Limits and habits of a server. The defaults suit servers that are alike; a wrong value is refused when the server is made.</summary>
public sealed record ServerSettings
{
    /// <summary>Envelopes that wait in the inbox for the program, and in the outbox for the server. Default: 16, as the Go library's channels had.</summary>
    public int InboxCapacity { get; init; } = 16;

    /// <inheritdoc cref="InboxCapacity"/>
    public int OutboxCapacity { get; init; } = 16;

    /// <summary>Envelopes for one peer that it has not confirmed. Default: 1024, some milliseconds of a busy connection.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>And their bytes; one envelope always has room. Default: 4 MiB.</summary>
    public int QueueBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Default: <see cref="FullQueuePolicy.Wait"/>, as losing messages unasked is worse than waiting.</summary>
    public FullQueuePolicy WhenFull { get; init; } = FullQueuePolicy.Wait;

    /// <summary>The largest message, as it is written; larger ones are refused as <c>too-large</c>. The same on all servers. Default: 1 MiB; at most 64 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>How long <c>SendAsync</c> waits for the receivers unless it is told otherwise. Default: 10 s.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer that does not answer is left alone between two attempts to reach it. Default: 250 ms.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a peer with an open link may be silent until the link is given up and made anew. Default: 10 s.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for peers that are up to confirm what was sent to them before. Default: 1 s; zero drops it at once.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What all servers must know to be let in. Null: anyone who reaches the port is let in.</summary>
    public string? Secret { get; init; }

    /// <summary>Listen beyond this machine without secret and TLS? Default: no.</summary>
    public bool Insecure { get; init; }

    /// <summary>How messages other than <c>string</c> and <c>byte[]</c> are written and read. Default: as arguments of services.</summary>
    public JsonSerializerOptions? Json { get; init; }

    /// <summary>Over the engine's own settings, such as TLS (see hocon/tls.conf). Default: none.</summary>
    public Config Engine { get; init; } = Config.Empty;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        RequireWithin(InboxCapacity, 1, 1_000_000, nameof(InboxCapacity));
        RequireWithin(OutboxCapacity, 1, 1_000_000, nameof(OutboxCapacity));
        RequireWithin(QueueCapacity, 1, 1_000_000, nameof(QueueCapacity));
        RequireWithin(QueueBytes, 1, int.MaxValue, nameof(QueueBytes));
        RequireWithin(MaxMessageBytes, 1, 64 * 1024 * 1024, nameof(MaxMessageBytes));
        RequireWithin(SendTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), nameof(SendTimeout));
        RequireWithin(RetryInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), nameof(RetryInterval));
        RequireWithin(PeerTimeout, TimeSpan.FromSeconds(3), TimeSpan.FromHours(1), nameof(PeerTimeout)); // links show life each second
        RequireWithin(Linger, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(Linger));
    }

    private static void RequireWithin<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"expected a value from {least} to {most}");
    }
}
