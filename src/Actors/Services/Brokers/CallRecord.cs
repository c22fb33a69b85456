using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>A call that waits at the broker or is held by a host.</summary>
internal sealed class CallRecord(CallId id, ServiceCall? call, string clientName, string client, TimeSpan arrived)
{
    public CallId Id { get; } = id;

    /// <summary>Null: a host brought it along when this broker was new.</summary>
    public ServiceCall? Call { get; } = call;

    /// <summary>Whose share it counts for.</summary>
    public string ClientName { get; } = clientName;

    /// <summary>The path to reply to; a client that has moved asks from its new one.</summary>
    public string Client { get; set; } = client;

    public TimeSpan Arrived { get; } = arrived;

    /// <summary>When nobody waits for it any more, by this broker's clock.</summary>
    public TimeSpan Deadline { get; } = call is { RemainingMs: > 0 } ? arrived + TimeSpan.FromMilliseconds(call.RemainingMs) : TimeSpan.MaxValue;

    public int SizeBytes { get; } = call is null ? 0 : call.Arguments.Length + call.NamedArguments.Length + call.Method.Length;

    /// <summary>Its place in the queue, while it waits for a host.</summary>
    public ReadyTicket<CallRecord>? Ticket { get; set; }

    /// <summary>Who holds it.</summary>
    public HostSeat? Host { get; set; }

    /// <summary>Whether it counts as running for the limits of its service.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>How many hosts were lost while they held it.</summary>
    public int Losses { get; set; }

    public bool IsKept => Call is { KeepMs: > 0 };
}

/// <summary>What the broker knows of a host.</summary>
internal sealed class HostSeat(string id, string version, long registration, TimeSpan now)
{
    public string Id { get; } = id;

    public string Version { get; } = version;

    /// <summary>Which of its registrations this is; what belongs to one before is not listened to.</summary>
    public long Registration { get; } = registration;

    public int Window { get; set; }

    public TimeSpan LastHeard { get; set; } = now;

    public bool IsLeaving { get; set; }

    public Dictionary<CallId, CallRecord> Held { get; } = [];

    /// <summary>The number that the next run to it gets.</summary>
    public long NextNumber { get; set; }

    /// <summary>Runs that it has not said to have got, in the order of their numbers.</summary>
    public Queue<SentRun> Unconfirmed { get; } = new();
}

/// <param name="Number">Runs to one host are numbered without gaps.</param>
/// <param name="Call">What was sent.</param>
/// <param name="At">When, for the last time.</param>
internal sealed record SentRun(long Number, CallRecord Call, TimeSpan At)
{
    public TimeSpan At { get; set; } = At;
}
