using Actors.Dispatch;
using Actors.Services.Internal;

namespace Actors.Services.Brokers;

/// <summary>A call that waits at the broker or is held by a host.</summary>
internal sealed class CallRecord(CallId id, ServiceCall? call, string clientName, string client, TimeSpan arrived)
{
    public CallId Id { get; } = id;

    /// <summary>Null: a host brought it along when this broker was new, and its client has not asked here yet.</summary>
    public ServiceCall? Call { get; private set; } = call;

    /// <summary>Whose share it counts for.</summary>
    public string ClientName { get; set; } = clientName;

    /// <summary>Set when several programs wait for it.</summary>
    public Callers? Callers { get; set; }

    /// <summary>The path to reply to; a client that has moved asks from its new one.</summary>
    public string Client { get; set; } = client;

    public TimeSpan Arrived { get; } = arrived;

    /// <summary>It is kept, and waits here only until the service's new broker has taken it.</summary>
    public bool IsMoving { get; set; }

    /// <summary>When its client last showed that it waits.</summary>
    public TimeSpan AskedAt { get; set; } = arrived;

    /// <summary>When nobody waits for it any more, by this broker's clock.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.MaxValue;

    public int SizeBytes { get; } = call is null ? 0 : call.Arguments.Length + call.NamedArguments.Length + call.Method.Length + call.LimitKey.Length + (call.Placement?.CalculateSize() ?? 0);

    /// <summary>What a host has to be to run it.</summary>
    public Asked Asked { get; private set; } = Placements.AskedOf(call);

    /// <summary>Hosts that it had better run on; none once a host has given it back.</summary>
    public IReadOnlyList<Nearness> Near { get; set; } = Placements.NearOf(call);

    /// <summary>It waits, and what it asks counts.</summary>
    public bool IsAsking { get; set; }

    /// <summary>When a host was last there that may run it.</summary>
    public TimeSpan PlaceSeen { get; set; } = arrived;

    /// <summary>Its place in a queue, while it waits for a host or for room under its limits.</summary>
    public ReadyTicket<CallRecord>? Ticket { get; set; }

    /// <summary>Set when that queue is the one of the limits.</summary>
    public LimitLane? Lane { get; set; }

    /// <summary>Who holds it; null while it waits.</summary>
    public HostSeat? Host { get; set; }

    /// <summary>Of its last run; -1: another broker gave it.</summary>
    public long Number { get; set; } = -1;

    /// <summary>The limits that it is under.</summary>
    public IReadOnlyList<string> Limits { get; set; } = [];

    /// <summary>Those for which it counts as running.</summary>
    public LimitGate[] Gates { get; set; } = [];

    /// <summary>Another broker may have given it to a host, so it runs only if it may run twice.</summary>
    public bool IsDoubtful { get; set; } = call is { Again: true };

    /// <summary>From when on its host may be asked for it, if it has not begun.</summary>
    public TimeSpan AskBackAt { get; set; }

    /// <summary>Nobody waits for it any more, as its host was told.</summary>
    public bool IsStopped { get; set; }

    /// <summary>How many hosts were lost while they held it.</summary>
    public int Losses { get; set; }

    public bool IsKept => Call is { KeepMs: > 0 };

    /// <summary>Its client has asked here.</summary>
    public void Found(ServiceCall call)
    {
        (Call, Asked) = (call, Placements.AskedOf(call));
        // Its client sends it again unmarked only when the broker that had it has let go of it, unbegun. Of a key several clients make one call.
        IsDoubtful = call.Again || call.IsKeyed;
    }

    /// <summary>A broker that is gone may have had it.</summary>
    public void Doubt()
    {
        IsDoubtful = true;
        if (Call is not { Again: false } known)
            return;
        // It may be on its way to a host.
        Call = known.Clone();
        Call.Again = true;
    }
}

/// <summary>What the broker knows of a host.</summary>
internal sealed class HostSeat(string id, string version, long registration, TimeSpan now)
{
    public string Id { get; } = id;

    public string Version { get; } = version;

    /// <summary>Which of its registrations this is; what belongs to one before is not listened to.</summary>
    public long Registration { get; } = registration;

    public int Window { get; set; }

    /// <summary>By which calls may ask for it: its id, its node's address and labels.</summary>
    public required LabelSet Names { get; init; }

    /// <summary>What is left without its id and its node's address.</summary>
    public IEnumerable<string> Labels => Names.Labels.Where(name => name != Id && !name.Contains("://", StringComparison.Ordinal));

    /// <summary>Those of them that are asked for.</summary>
    public LabelSet Offered { get; set; } = LabelSet.Empty;

    /// <summary>Calls that it runs at a time; 0: it has not said.</summary>
    public required int Slots { get; init; }

    /// <summary>What it holds beyond that.</summary>
    public int Surplus => Slots > 0 ? Math.Max(0, Held.Count - Slots) : 0;

    public bool HasFreeSlot => Held.Count < Math.Min(Slots, Window);

    /// <summary>Of the last time that it was asked for calls; 0: it was not, or has answered, or not in time.</summary>
    public long AskedBack { get; set; }

    public TimeSpan AskedBackAt { get; set; }

    public TimeSpan LastHeard { get; set; } = now;

    public bool IsLeaving { get; set; }

    /// <summary>It is to register with another broker, or here anew.</summary>
    public bool IsDismissed { get; set; }

    public Dictionary<CallId, CallRecord> Held { get; } = [];

    /// <summary>The number that the next run to it gets.</summary>
    public long NextNumber { get; set; }

    /// <summary>All runs below this number have come to it.</summary>
    public long Confirmed { get; set; }

    /// <summary>Runs that it has not said to have got, in the order of their numbers.</summary>
    public Queue<SentRun> Unconfirmed { get; } = new();

    /// <summary>Of a report that comes in parts, those that have come.</summary>
    public Joining<HostReport> Parts { get; } = new();

    /// <summary>Calls whose replies are kept that have ended there, and whose replies have not come.</summary>
    public Dictionary<CallId, CallRecord> Unheard { get; } = [];
}

/// <param name="Number">Runs to one host are numbered without gaps.</param>
/// <param name="Call">What was sent.</param>
/// <param name="At">When, for the last time.</param>
internal sealed record SentRun(long Number, CallRecord Call, TimeSpan At)
{
    public TimeSpan At { get; set; } = At;
}
