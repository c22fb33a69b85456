using Actors.Dispatch;

namespace Actors.Services.Brokers;

// Calls that not every host may run.
internal sealed partial class ServiceDesk
{
    private readonly AskedNames _asked = new();

    private void BeginAsking(CallRecord call)
    {
        if (call.IsAsking || call.Asked.IsNothing)
            return;
        call.IsAsking = true;
        if (_asked.Add(call.Asked))
            OfferAnew();
    }

    private void StopAsking(CallRecord call)
    {
        if (!call.IsAsking)
            return;
        call.IsAsking = false;
        _asked.Remove(call.Asked);
    }

    private void OfferAnew()
    {
        foreach (var host in _hosts.Values)
            Offer(host);
    }

    private void Offer(HostSeat host)
    {
        host.Offered = _asked.Among(host.Names);
        _matcher.SetWorker(host.Id, host.Offered, host.Window, host.Held.Count);
    }

    /// <summary>Whether a host is there that is what is asked for, busy or not.</summary>
    private bool HasPlaceFor(Asked asked) => _hosts.Values.Any(host => asked.IsOfferedBy(host.Names));

    private string NoHost(CallRecord call) => call.Asked.IsNothing ? $"no host of service {Service}" : $"no host of service {Service} that is {call.Asked}";

    /// <summary>No host is there, and was for long, that is what the call asks for.</summary>
    /// <param name="call">It waits.</param>
    /// <param name="places">What was found for others that ask for the same, in one look at all.</param>
    /// <param name="now">The time.</param>
    private bool IsMisplaced(CallRecord call, Dictionary<Asked, bool> places, TimeSpan now)
    {
        if (call.Asked.IsNothing)
            return false;
        if (!places.TryGetValue(call.Asked, out var hasPlace))
            places.Add(call.Asked, hasPlace = HasPlaceFor(call.Asked));
        if (hasPlace)
            call.PlaceSeen = now;
        return IsPatienceOver(call.PlaceSeen, now);
    }
}
