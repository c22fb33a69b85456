using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>
/// The calls of a service that has limits, while they wait: one goes when every limit that it is under has room, highest priority first, then fair between clients, then oldest.
/// </summary>
/// <remarks>
/// Calls under exactly the same limits share a lane, if they ask for the same hosts, so a lane waits for at most one gate at a time. Invariant between calls: for each gate that has room and lanes which wait for
/// it, one of its lanes is ready, and wakes the next when it has been looked at. So an opening costs one lane, however many wait.
/// </remarks>
internal sealed class CallLimits
{
    private const int FewGates = 1024;
    private readonly Dictionary<string, LimitGate> _gates = [];
    private readonly Dictionary<(string, Asked), LimitLane> _lanes = [];
    private readonly List<LimitLane> _unplaced = []; // wait for hosts
    private readonly PriorityQueue<LimitLane, LaneRank> _ready = new();
    private readonly TimerQueue<LimitGate> _refills = new();
    private readonly FairShare _fairness = new();
    private LimitRules _rules = new(new ServiceShape());
    private long _order;
    private long _firstOrder;
    private int _sweepAt = FewGates;

    public int WaitingCount { get; private set; }

    public int GateCount => _gates.Count;

    public int LaneCount => _lanes.Count;

    public TimeSpan? NextRefill => _refills.NextDue;

    /// <summary>To be called when nothing waits or runs here: the desk takes all its calls out, and puts them in again.</summary>
    public void Set(LimitRules rules, TimeSpan now)
    {
        _rules = rules;
        foreach (var gate in _gates.Values.ToArray())
        {
            gate.Set(rules.TermsOf(gate.Name), now);
            ForgetIfIdle(gate, now);
        }
    }

    /// <param name="call">It waits from now on.</param>
    /// <param name="limits">Which it is under.</param>
    /// <param name="now">The time.</param>
    /// <param name="first">It was here before and comes back: it goes before its client's others.</param>
    public void Add(CallRecord call, IReadOnlyList<string> limits, TimeSpan now, bool first = false)
    {
        var lane = LaneOf(limits, call.Asked, now);
        call.Lane = lane;
        call.Ticket = lane.Waiting.Add(call, call.Call!.Priority, _fairness, call.ClientName, first ? --_firstOrder : _order++, first);
        WaitingCount++;
        Refresh(lane);
    }

    /// <summary>Takes a waiting call out that nobody wants any more.</summary>
    public void Remove(CallRecord call, TimeSpan now)
    {
        var lane = call.Lane!;
        TakeOut(call, granted: false);
        if (lane.Waiting.Count == 0)
            Pass(lane, now);
    }

    /// <summary>Hosts may have got credit: lanes that waited for them are looked at again.</summary>
    public void LookAgain()
    {
        foreach (var lane in _unplaced)
        {
            if (lane is { IsReady: false, BlockedBy: null } && lane.Waiting.Count > 0)
                MakeReady(lane);
        }

        _unplaced.Clear();
    }

    /// <summary>The next call that may go; it counts as running until <see cref="Leave"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasHost">Whether a host that is what is asked for has credit.</param>
    /// <param name="call">It.</param>
    public bool TryTake(TimeSpan now, Predicate<Asked> hasHost, out CallRecord call)
    {
        while (_refills.TryTakeDue(now, out var gate))
        {
            gate.IsRefillPlanned = false;
            Wake(gate, now);
        }

        while (_ready.TryDequeue(out var lane, out var rank))
        {
            if (!lane.IsReady || lane.Rank != rank)
                continue; // a better head has entered it again since
            if (lane.Waiting.Peek() is not { } head)
            {
                Pass(lane, now);
            }
            else if (LaneRank.Of(head).CompareTo(rank) > 0)
            {
                MakeReady(lane); // its client has had a turn elsewhere
            }
            else if (Array.Find(lane.Gates, gate => !gate.HasRoom(now)) is { } closed)
            {
                Block(lane, closed, now);
                WakeAll(lane, now);
            }
            else if (!lane.Key.Asked.IsNothing && !hasHost(lane.Key.Asked))
            {
                lane.IsReady = false;
                _unplaced.Add(lane);
                WakeAll(lane, now);
            }
            else
            {
                call = Take(lane, head, now);
                return true;
            }
        }

        call = null!;
        return false;
    }

    /// <summary>A call that runs already counts too: another broker gave it.</summary>
    public void Hold(CallRecord call, IReadOnlyList<string> limits, TimeSpan now)
    {
        call.Gates = [.. limits.Select(name => GateOf(name, now))];
        foreach (var gate in call.Gates)
            gate.Running++;
    }

    /// <summary>A call that was let go runs no more.</summary>
    public void Leave(CallRecord call, TimeSpan now)
    {
        var gates = call.Gates;
        call.Gates = [];
        foreach (var gate in gates)
        {
            gate.Running--;
            Wake(gate, now);
            ForgetIfIdle(gate, now);
        }
    }

    private CallRecord Take(LimitLane lane, ReadyTicket<CallRecord> head, TimeSpan now)
    {
        var call = head.Key;
        TakeOut(call, granted: true);
        foreach (var gate in lane.Gates)
        {
            gate.Running++;
            gate.Bucket.Take(now);
        }

        call.Gates = lane.Gates;
        if (lane.Waiting.Count > 0)
            MakeReady(lane);
        else
            Pass(lane, now);
        WakeAll(lane, now);
        return call;
    }

    private void TakeOut(CallRecord call, bool granted)
    {
        var ticket = call.Ticket!;
        var client = ticket.Lane.Client;
        ticket.Lane.Class.Remove(ticket);
        _fairness.Leave(client, granted);
        (call.Ticket, call.Lane) = (null, null);
        WaitingCount--;
    }

    /// <summary>Nothing waits in the lane: it goes, and others have its turn.</summary>
    private void Pass(LimitLane lane, TimeSpan now)
    {
        lane.IsReady = false;
        lane.BlockedBy = null;
        if (!_lanes.Remove(lane.Key))
            return;
        foreach (var gate in lane.Gates)
        {
            gate.Lanes--;
            Wake(gate, now);
            ForgetIfIdle(gate, now);
        }
    }

    private void WakeAll(LimitLane lane, TimeSpan now)
    {
        foreach (var gate in lane.Gates)
            Wake(gate, now);
    }

    private void Wake(LimitGate gate, TimeSpan now)
    {
        while (gate.Blocked.TryPeek(out var lane, out var rank))
        {
            if (lane.BlockedBy != gate || lane.Rank != rank)
            {
                gate.Blocked.Dequeue();
                continue;
            }

            if (gate.HasRoom(now))
            {
                gate.Blocked.Dequeue();
                lane.BlockedBy = null;
                MakeReady(lane);
            }
            else
            {
                PlanRefill(gate, now);
            }

            return;
        }
    }

    private void Block(LimitLane lane, LimitGate gate, TimeSpan now)
    {
        lane.IsReady = false;
        lane.BlockedBy = gate;
        gate.Blocked.Enqueue(lane, lane.Rank);
        PlanRefill(gate, now);
    }

    private void PlanRefill(LimitGate gate, TimeSpan now)
    {
        if (gate.IsRefillPlanned || gate.Bucket.Has(now))
            return;
        gate.IsRefillPlanned = true;
        _refills.Add(gate, gate.Bucket.NextAt(now));
    }

    /// <summary>A call has come into the lane; it may be better than the ones before.</summary>
    private void Refresh(LimitLane lane)
    {
        if (lane is { IsReady: false, BlockedBy: null })
        {
            MakeReady(lane);
            return;
        }

        var rank = LaneRank.Of(lane.Waiting.Peek()!);
        if (rank.CompareTo(lane.Rank) >= 0)
            return;
        lane.Rank = rank;
        if (lane.BlockedBy is { } gate)
            gate.Blocked.Enqueue(lane, rank);
        else
            _ready.Enqueue(lane, rank);
    }

    private void MakeReady(LimitLane lane)
    {
        lane.IsReady = true;
        if (lane.Waiting.Peek() is { } head)
            lane.Rank = LaneRank.Of(head);
        _ready.Enqueue(lane, lane.Rank);
    }

    private LimitLane LaneOf(IReadOnlyList<string> limits, Asked asked, TimeSpan now)
    {
        var name = string.Join('\0', limits);
        if (!_lanes.TryGetValue((name, asked), out var lane))
        {
            _lanes.Add((name, asked), lane = new LimitLane(name, asked, [.. limits.Select(limit => GateOf(limit, now))]));
            foreach (var gate in lane.Gates)
                gate.Lanes++;
        }

        return lane;
    }

    private LimitGate GateOf(string name, TimeSpan now)
    {
        if (!_gates.TryGetValue(name, out var gate))
        {
            Sweep(now);
            _gates.Add(name, gate = new LimitGate(name, _rules.TermsOf(name), now));
        }

        return gate;
    }

    // A key that has had its full rate back is as good as new.
    private void Sweep(TimeSpan now)
    {
        if (_gates.Count < _sweepAt)
            return;
        foreach (var gate in _gates.Values.Where(gate => gate.IsIdle && gate.Bucket.IsFull(now)).ToArray())
            _gates.Remove(gate.Name);
        _sweepAt = Math.Max(FewGates, _gates.Count * 2);
    }

    // Otherwise its bucket remembers how much the key has had.
    private void ForgetIfIdle(LimitGate gate, TimeSpan now)
    {
        if (gate.IsIdle && gate.Bucket.IsFull(now) && _gates.TryGetValue(gate.Name, out var current) && current == gate)
            _gates.Remove(gate.Name);
    }
}
