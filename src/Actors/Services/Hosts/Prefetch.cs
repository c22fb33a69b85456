namespace Actors.Services.Hosts;

/// <summary>
/// How many calls a host asks for beyond those it can run: as many as take about <see cref="HostTerms.PrefetchTime"/>. So short calls do not wait for the way to the
/// broker and back, and long ones do not wait behind each other while another host is free.
/// </summary>
internal sealed class Prefetch(HostTerms terms)
{
    // Of the newest call; an eighth follows a change within some twenty calls.
    private const double Weight = 0.125;

    private double _averageTicks = double.NaN;

    public int Window
    {
        get
        {
            if (double.IsNaN(_averageTicks))
                return terms.Slots;
            var extra = terms.Slots * terms.PrefetchTime.Ticks / Math.Max(1, _averageTicks);
            return terms.Slots + (int)Math.Min(terms.MaxPrefetch, extra);
        }
    }

    public void Took(TimeSpan time) =>
        _averageTicks = double.IsNaN(_averageTicks) ? time.Ticks : _averageTicks + (Weight * (time.Ticks - _averageTicks));

    /// <summary>Calls take longer than they did: begin anew.</summary>
    public void Forget() => _averageTicks = double.NaN;
}
