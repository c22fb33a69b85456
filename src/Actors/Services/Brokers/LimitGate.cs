using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>One limit, or one key's share of it: how many run, and how many may still begin.</summary>
internal sealed class LimitGate(string name, LimitTerms terms, TimeSpan now)
{
    private LimitTerms _terms = terms;

    public string Name { get; } = name;

    public TokenBucket Bucket { get; private set; } = TokenBucket.Of(terms.PerSecond, now);

    public int Running { get; set; }

    /// <summary>Lanes that are under this limit.</summary>
    public int Lanes { get; set; }

    /// <summary>Lanes that wait for it. An entry counts only while the lane says so itself.</summary>
    public PriorityQueue<LimitLane, LaneRank> Blocked { get; } = new();

    public bool IsRefillPlanned { get; set; }

    public bool IsIdle => Running == 0 && Lanes == 0 && !IsRefillPlanned;

    /// <summary>Calls under it are counted as they begin, and once more when they begin anew.</summary>
    public bool HasRate => _terms.PerSecond > 0;

    public bool HasRoom(TimeSpan now) => (_terms.MaxRunning == 0 || Running < _terms.MaxRunning) && Bucket.Has(now);

    /// <summary>What was taken at the same rate stays taken.</summary>
    public void Set(LimitTerms terms, TimeSpan now)
    {
        if (terms.PerSecond != _terms.PerSecond)
            Bucket = TokenBucket.Of(terms.PerSecond, now);
        _terms = terms;
    }
}

/// <param name="MaxRunning">At a time; 0: any number.</param>
/// <param name="PerSecond">That begin; 0: any number.</param>
internal readonly record struct LimitTerms(int MaxRunning, double PerSecond)
{
    public bool IsNone => MaxRunning <= 0 && PerSecond <= 0;
}

/// <summary>Waiting calls that are under the same limits and ask for the same hosts.</summary>
internal sealed class LimitLane(string limits, Asked asked, LimitGate[] gates)
{
    public (string Limits, Asked Asked) Key { get; } = (limits, asked);

    public LimitGate[] Gates { get; } = gates;

    public ReadyClass<CallRecord> Waiting { get; } = new(asked);

    /// <summary>It is among those to be looked at next.</summary>
    public bool IsReady { get; set; }

    /// <summary>Otherwise it waits for this one, or for a host when there is none.</summary>
    public LimitGate? BlockedBy { get; set; }

    /// <summary>By which it is queued, ready or blocked.</summary>
    public LaneRank Rank { get; set; }
}

/// <summary>Which lane's first call goes first: the smaller. A client's lead only grows, so a remembered rank is at worst too small.</summary>
internal readonly record struct LaneRank(int Priority, long Ahead, long Order) : IComparable<LaneRank>
{
    public static LaneRank Of(ReadyTicket<CallRecord> head) => new(head.Lane.Priority, head.Lane.Client.Ahead, head.Order);

    public int CompareTo(LaneRank other)
    {
        var order = other.Priority.CompareTo(Priority);
        if (order == 0)
            order = Ahead.CompareTo(other.Ahead);
        return order == 0 ? Order.CompareTo(other.Order) : order;
    }
}
