using System.Text;
using Actors.Services;
using Actors.Services.Brokers;
using Actors.Services.Calls;
using Xunit.Sdk;

namespace Actors.Tests.Services.Simulation;

/// <summary>What has to be true in the world of calls, whatever fails.</summary>
internal sealed class CallWorldChecks(CallWorld world)
{
    // A client looks at its clock four times a second.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(300);

    // A few messages, of which some are slow.
    private static readonly TimeSpan IdleAtMost = TimeSpan.FromSeconds(1.5);

    // Two, and one more that was on its way.
    private const int MostTurns = 3;

    // From a call to its broker, and from there to the host.
    private static readonly TimeSpan Joining = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<CallId, int> _begun = [];
    private readonly Dictionary<CallId, string> _values = [];
    private readonly Dictionary<(SimulatedDesk Desk, string Customer), List<TimeSpan>> _grants = [];
    private readonly HashSet<(SimulatedDesk, string, long, long)> _given = [];
    private readonly Dictionary<(SimulatedClient Waits, SimulatedClient Gets, int Priority), int> _overtaken = [];
    private readonly Dictionary<SimulatedHost, TimeSpan> _idle = [];
    private readonly Dictionary<CallId, TimeSpan> _over = [];
    private readonly HashSet<CallSpec> _followed = [];
    private int _lost;

    public int Answered { get; private set; }

    public int Lost => _lost;

    public int RunsOf(CallId id) => _begun.GetValueOrDefault(id);

    /// <summary>A reply, to whomever.</summary>
    public void Said(CallReply reply)
    {
        if (reply.Failure is { Code: ErrorCodes.Timeout or ErrorCodes.Cancelled })
            _over.TryAdd(CallId.FromWire(reply.CallId), world.Time.Now);
    }

    public void BrokerDied(TimeSpan at) => LastBrokerDeath = at;

    public TimeSpan LastBrokerDeath { get; private set; } = TimeSpan.MinValue;

    /// <summary>(2) and (9).</summary>
    public void Begun(CallId id, SimulatedHost host)
    {
        var spec = world.SpecOf(id);
        var runs = _begun[id] = RunsOf(id) + 1;
        world.Tell($"{host.Id} begins {spec} for the time {runs}");
        if (spec.Label.Length > 0 && spec.Label != host.Label)
            throw new XunitException($"(9) {spec} begins on {host.Id}, which is {host.Label}");
        if (runs > 1 && !spec.IsRepeatable && (spec.Key is null || !world.HasBrokerFaults))
            throw new XunitException($"(2) {spec} has begun {runs} times");
    }

    public void StillWaits(CallSpec spec, PendingCall call, TimeSpan began) => CheckInTime(spec, call.Timeout, began);

    public void Replied(CallSpec spec, CallReply reply, TimeSpan began)
    {
        world.Tell($"{spec} is answered: {reply}");
        CheckInTime(spec, spec.Timeout, began);
        spec.Reply = reply;
        Answered++;
        if (reply.OutcomeCase == CallReply.OutcomeOneofCase.Accepted)
        {
            if (spec.Keep == TimeSpan.Zero)
                throw new XunitException($"{spec} was accepted, which it did not ask for");
            spec.IsAccepted = true;
            _followed.Add(spec);
            Follow(spec, began);
        }
        else if (reply.OutcomeCase == CallReply.OutcomeOneofCase.Value)
        {
            CheckValue(spec, reply.Value.ToStringUtf8());
        }
        else
        {
            CheckFailure(spec, reply.Failure, began);
        }
    }

    /// <summary>(4), (5) and (7), for what is given just now.</summary>
    public void Given(SimulatedDesk desk, SendRun run)
    {
        var host = desk.Desk.Hosts.First(host => host.Id == run.Host);
        if (!_given.Add((desk, run.Host, run.Registration, run.Number)))
            return; // it is sent again
        if (host.Held.Count > host.Window || host.Held.Count > WindowOf(run.Host))
            throw new XunitException($"(4) {run.Host} holds {host.Held.Count}, and wants {WindowOf(run.Host)}");
        if (world.Options.HasFlood)
            CheckShare(desk, run);
        if (!world.Options.HasLimits)
            return;
        CheckLimits(desk);
        CheckRate(desk, world.SpecOf(run.Call.Id));
    }

    /// <summary>(5): what may go does not wait.</summary>
    public void AfterDesk(SimulatedDesk desk)
    {
        var free = desk.Desk.Hosts.Where(host => host.Held.Count < host.Window).ToArray();
        if (desk.Desk.QueuedCount == 0 || world.Options.IgnoreLimits || free.Length == 0)
            return;
        var held = Held(desk).ToArray();
        foreach (var call in desk.Desk.Calls)
        {
            if (call.Host is null && call.Ticket is not null && world.SpecOf(call.Id) is { Method: not "Limited" } spec && IsFree(held, spec) && Array.Exists(free, host => call.Asked.IsOfferedBy(host.Names)))
                throw new XunitException($"(5) {spec} waits, and nothing keeps it");
        }
    }

    /// <summary>(10): no host is idle for long while another one has what it could run.</summary>
    public void Level()
    {
        foreach (var host in world.Hosts)
        {
            if (host.Running < host.Slots && !host.IsLeaving)
                _idle.TryAdd(host, world.Time.Now);
            else
                _idle.Remove(host);
        }

        foreach (var (host, since) in _idle.Where(pair => pair.Key.IsAlive && world.Time.Now - pair.Value > IdleAtMost))
        {
            foreach (var (other, call) in world.Hosts.SelectMany(other => other.Unbegun.Select(call => (other, call))))
            {
                if (world.Time.Now - call.Arrived > IdleAtMost && world.SpecOf(call.Id).Label is var label && (label.Length == 0 || label == host.Label))
                    throw new XunitException($"(10) {host.Id} has been idle since {since}, and {other.Id} has not begun {call.Id} since {call.Arrived}");
            }
        }
    }

    /// <summary>(1), (3) and (4) when all is over.</summary>
    public void Rest()
    {
        foreach (var client in world.Clients)
        {
            if (client.Waiting.FirstOrDefault() is { } waiting)
                throw new XunitException($"(1) {waiting} was never answered; it has begun {RunsOf(waiting.Id)} times");
            if (client.Book.Count > 0)
                throw new XunitException($"(8) the book of {client.Node} has {client.Book.Count} calls");
        }

        if (_followed.FirstOrDefault(spec => spec.Client!.IsAlive) is { } unended)
            throw new XunitException($"(12) {unended} was accepted, and its reply has never come");

        foreach (var host in world.Hosts)
        {
            if (host.Table.HeldCount > 0 || host.Table.ChannelCount != 1 || !host.Table.IsRegistered)
                throw new XunitException($"(4) {host.Id} holds {host.Table.HeldCount} and has {host.Table.ChannelCount} brokers");
        }

        foreach (var desk in world.Desks)
        {
            if (desk.Desk.HeldCount > 0 || desk.Desk.QueuedCount > 0 || desk.Desk.Hosts.Any(host => host.Held.Count > 0))
                throw new XunitException($"(4) {desk.Node} has {desk.Desk.QueuedCount} waiting and {desk.Desk.HeldCount} running");
            var expected = desk.Node == world.Home ? world.Hosts.Count() : 0;
            if (desk.Desk.Hosts.Count != expected)
                throw new XunitException($"(4) {desk.Node} has {desk.Desk.Hosts.Count} hosts of {expected}");
        }

        if (!world.HasFaults && world.Made.FirstOrDefault(spec => RunsOf(spec.Id) != 1 && spec.Timeout == TimeSpan.Zero && spec.CancelAfter is null && !world.Options.IsCrowded && !(world.Options.KeysEnd && spec.Key is not null)) is { } odd)
            throw new XunitException($"(6) nothing failed, and {odd} has begun {RunsOf(odd.Id)} times");
        foreach (var key in world.Made.Where(spec => spec.Key is not null).GroupBy(spec => spec.Key))
        {
            if (!world.HasBrokerFaults && key.DistinctBy(spec => spec.Id).Sum(spec => RunsOf(spec.Id)) is > 1 and var runs)
                throw new XunitException($"(6) the calls with key {key.Key} have begun {runs} times");
        }
    }

    /// <summary>(8).</summary>
    public void Memory()
    {
        foreach (var desk in world.Desks)
        {
            if (desk.Desk.Books is var books && (books.Waiting > 0 || books.Lanes > 0 || books.Gates > 1024 || books.Wishes > 0 || books.Kept > 0 || books.Ended > desk.Terms.EndedRemembered || books.Plans > 0))
                throw new XunitException($"(8) {desk.Node} still has {books}");
        }
    }

    private static void CheckInTime(CallSpec spec, TimeSpan timeout, TimeSpan began, TimeSpan now)
    {
        if (timeout > TimeSpan.Zero && now > began + timeout + Slack)
            throw new XunitException($"(1) {spec} should have ended by {began + timeout}, and it is {now}");
    }

    private void CheckInTime(CallSpec spec, TimeSpan timeout, TimeSpan began) => CheckInTime(spec, timeout, began, world.Time.Now);

    private void CheckValue(CallSpec spec, string value)
    {
        if (!value.StartsWith(spec.Id.ToString(), StringComparison.Ordinal))
            throw new XunitException($"{spec} got the result of another call: {value}");
        if (spec.Key is null || world.HasBrokerFaults)
            return;
        if (!_values.TryAdd(spec.Id, value) && _values[spec.Id] != value)
            throw new XunitException($"(6) calls with key {spec.Key} got {_values[spec.Id]} and {value}");
    }

    /// <summary>(11): another caller's end is nobody else's, unless all who had called by then waited no more.</summary>
    private bool WasOver(CallSpec spec, TimeSpan began) => spec.Key is not null && _over.TryGetValue(spec.Id, out var over) && began + Joining >= over;

    private void CheckFailure(CallSpec spec, CallFailure failure, TimeSpan began)
    {
        var isExpected = failure.Code switch
        {
            ErrorCodes.Timeout => (spec.Timeout > TimeSpan.Zero && (spec.Key is null || world.Time.Now >= began + spec.Timeout)) || WasOver(spec, began),
            ErrorCodes.Cancelled => spec.WasCancelled || WasOver(spec, began),
            ErrorCodes.Overloaded => world.Options.IsCrowded,
            ErrorCodes.Unavailable => world.HasFaults && spec.IsLarge,
            ErrorCodes.Lost => (world.HasFaults || (world.Options.HostsLeave && spec.Key is not null)) && (!spec.IsRepeatable || failure.Message.Contains("host number", StringComparison.Ordinal)),
            _ => false,
        };
        if (failure.Code == ErrorCodes.Lost)
            _lost++;
        if (!isExpected || (world.Options.IsLossless && failure.Code == ErrorCodes.Lost))
            throw new XunitException($"(3) {spec}, called at {began}, has failed: {failure}");
    }

    /// <summary>(7): while a client waits, no other one gets more than a few turns of the same priority.</summary>
    private void CheckShare(SimulatedDesk desk, SendRun run)
    {
        var spec = world.SpecOf(run.Call.Id);
        var gets = spec.Client!;
        var waiting = desk.Desk.Calls.Where(call => call.Host is null && call.Ticket is not null).Select(call => world.SpecOf(call.Id)).Where(other => other.Priority == spec.Priority).Select(other => other.Client!).ToHashSet();
        foreach (var pair in _overtaken.Keys.Where(pair => pair.Waits == gets || (pair.Priority == spec.Priority && !waiting.Contains(pair.Waits))).ToArray())
            _overtaken.Remove(pair);
        foreach (var waits in waiting.Where(waits => waits != gets))
        {
            if ((_overtaken[(waits, gets, spec.Priority)] = _overtaken.GetValueOrDefault((waits, gets, spec.Priority)) + 1) > MostTurns)
                throw new XunitException($"(7) {waits.Node} waits, and {gets.Node} gets one call after the other");
        }
    }

    // ---- kept replies ----

    /// <summary>(6) and (12): what was accepted is answered, whichever broker has it then; only what was in a broker that was killed may be gone.</summary>
    private void Follow(CallSpec spec, TimeSpan began)
    {
        var client = spec.Client!;
        client.Ask(spec, TimeSpan.FromSeconds(5), shown =>
        {
            if (shown.State == ReplyState.ReplyNotReady)
            {
                Follow(spec, began);
                return;
            }

            _followed.Remove(spec);
            if (shown.State == ReplyState.ReplyReady)
                CheckKept(spec, began, shown.Reply);
            else if (!MayBeGone(began) && !(shown.State == ReplyState.ReplyExpired && world.HasFaults)) // the answer before may have gone lost
                throw new XunitException($"(6) {spec} was accepted, and its reply is {shown.State}");
        });
    }

    private void CheckKept(CallSpec spec, TimeSpan began, CallReply reply)
    {
        if (reply.OutcomeCase == CallReply.OutcomeOneofCase.Value)
            CheckValue(spec, reply.Value.ToStringUtf8());
        else
            CheckFailure(spec, reply.Failure, TimeSpan.Zero);
        // From broker to broker it is on its way for a while, in which its time stands still.
        var travel = world.HasBrokerFaults ? TimeSpan.FromSeconds(15) : TimeSpan.Zero;
        Expect(spec, began, spec.Keep + travel + TimeSpan.FromSeconds(2), ReplyState.ReplyExpired);
        Expect(spec, began, spec.Keep + travel + travel + world.DeskTerms.ExpiredRemembered + TimeSpan.FromSeconds(4), ReplyState.ReplyUnknown);
    }

    private void Expect(CallSpec spec, TimeSpan began, TimeSpan after, ReplyState state) => world.Time.After(after, () => spec.Client!.Ask(spec, TimeSpan.Zero, shown =>
    {
        // A question takes its time too, when messages go lost.
        if (shown.State != state && !MayBeGone(began) && !(shown.State == ReplyState.ReplyUnknown && world.HasFaults))
            throw new XunitException($"(6) the reply to {spec} is {shown.State}, not {state}");
    }));

    private bool MayBeGone(TimeSpan began) => LastBrokerDeath >= began;

    // ---- limits ----

    private IEnumerable<CallSpec> Held(SimulatedDesk desk) => desk.Desk.Hosts.SelectMany(host => host.Held.Keys).Select(world.SpecOf);

    private void CheckLimits(SimulatedDesk desk)
    {
        // What other brokers gave is there already, and may be too much; then nothing more may be given.
        var given = desk.Desk.Hosts.SelectMany(host => host.Held.Values).Where(call => call.Number >= 0).Select(call => world.SpecOf(call.Id)).ToArray();
        Check(given.Length, CallWorld.MaxRunning, "in all");
        foreach (var key in given.Where(spec => spec.LimitKey.Length > 0).GroupBy(spec => spec.LimitKey))
            Check(key.Count(), CallWorld.MaxRunningPerKey, $"of key {key.Key}");
        var limited = given.Where(spec => spec.Method == "Limited").ToArray();
        Check(limited.Length, CallWorld.LimitedInAll, "of the limited method");
        foreach (var customer in limited.GroupBy(spec => spec.Customer))
            Check(customer.Count(), CallWorld.LimitedPerCustomer, $"of customer {customer.Key}");
    }

    private static void Check(int running, int most, string of)
    {
        if (running > most)
            throw new XunitException($"(5) {running} run {of}, and {most} may");
    }

    private void CheckRate(SimulatedDesk desk, CallSpec spec)
    {
        if (spec.Method != "Limited")
            return;
        if (!_grants.TryGetValue((desk, spec.Customer), out var grants))
            _grants.Add((desk, spec.Customer), grants = []);
        grants.Add(world.Time.Now);
        // A full bucket, and what comes in meanwhile.
        var first = grants[0];
        foreach (var from in grants.TakeLast(40))
        {
            var count = grants.Count(at => at >= from);
            var most = CallWorld.LimitedPerSecond + ((world.Time.Now - from).TotalSeconds * CallWorld.LimitedPerSecond) + 0.001;
            if (count > most)
                throw new XunitException($"(5) {count} limited calls of {spec.Customer} in {(world.Time.Now - from).TotalSeconds} s since {from} (first {first})");
        }
    }

    private static bool IsFree(CallSpec[] held, CallSpec spec) =>
        held.Length < CallWorld.MaxRunning && (spec.LimitKey.Length == 0 || held.Count(other => other.LimitKey == spec.LimitKey) < CallWorld.MaxRunningPerKey);

    // What the host itself said last, or more.
    private int WindowOf(string host) => world.Hosts.FirstOrDefault(other => other.Id == host)?.MostWanted ?? int.MaxValue;

    public override string ToString() => new StringBuilder().Append(Answered).Append(" answered, ").Append(_lost).Append(" lost").ToString();
}
