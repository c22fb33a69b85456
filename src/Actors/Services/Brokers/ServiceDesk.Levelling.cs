namespace Actors.Services.Brokers;

// A host with nothing to do takes over what another one was given and has not begun.
internal sealed partial class ServiceDesk
{
    private TimeSpan _levelAt = TimeSpan.MaxValue;
    private long _asks;

    /// <summary>A host has just been given a call.</summary>
    private void PlanLevelling(HostSeat host, TimeSpan now)
    {
        if (_levelAt == TimeSpan.MaxValue && host.Surplus > 0)
            _levelAt = now + _terms.TakeOverAfter;
    }

    /// <summary>
    /// Asks hosts that hold more than they run for up to half of it, when another one has a free slot. What comes back unbegun, and only that, is given anew; so whether a call may run
    /// twice makes no difference.
    /// </summary>
    private void Level(TimeSpan now)
    {
        if (now < _levelAt)
            return;
        _levelAt = TimeSpan.MaxValue;
        var laden = _hosts.Values.Where(host => host.Surplus > 0).OrderByDescending(host => host.Surplus).ToArray();
        if (laden.Length == 0)
            return;
        _levelAt = now + _terms.TakeOverAfter;
        var takers = _hosts.Values.Where(host => host.HasFreeSlot).Select(host => new Taker(host)).ToList();
        if (takers.Count == 0)
            return;
        foreach (var host in laden)
        {
            if (host.AskedBack == 0 || now - host.AskedBackAt > _terms.ResendAfter)
                AskBack(host, takers, now);
        }
    }

    private void AskBack(HostSeat host, List<Taker> takers, TimeSpan now)
    {
        var most = (host.Surplus + 1) / 2;
        var asked = new List<CallId>();
        // It begins them in the order in which it got them.
        foreach (var call in host.Held.Values.OrderByDescending(call => call.Number).Take(host.Surplus))
        {
            if (asked.Count == most)
                break;
            if (!MayMove(call, now) || takers.Find(taker => taker.Room > 0 && call.Asked.IsOfferedBy(taker.Host.Names)) is not { } to)
                continue;
            to.Room--;
            asked.Add(call.Id);
        }

        if (asked.Count == 0)
            return;
        (host.AskedBack, host.AskedBackAt) = (++_asks, now);
        _effects.Add(new SendAskBack(host.Id, host.Registration, _asks, asked));
    }

    // It waits long enough to be worth it, was given by this broker, which alone may give it anew, and would not have to wait for a rate a second time.
    private static bool MayMove(CallRecord call, TimeSpan now) =>
        call.AskBackAt <= now && call is { Call: not null, Number: >= 0, IsStopped: false } && !Array.Exists(call.Gates, gate => gate.HasRate);

    private sealed class Taker(HostSeat host)
    {
        public HostSeat Host { get; } = host;

        public int Room { get; set; } = host.Window - host.Held.Count;
    }
}
