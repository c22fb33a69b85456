namespace Actors.Services.Hosts;

/// <summary>What a host has with one broker, from one registration to its end.</summary>
internal sealed class BrokerChannel(string broker, long registration, TimeSpan lease, TimeSpan now)
{
    private long _confirmed;
    private long _returnedIn; // the first full report with all of Returned
    private int _returnedCount;

    public string Broker { get; } = broker;

    public long Registration { get; } = registration;

    public TimeSpan Lease { get; } = lease;

    public TimeSpan LastHeard { get; set; } = now;

    /// <summary>The number of the run that comes next.</summary>
    public long Next { get; set; }

    /// <summary>With the numbers of their runs; -1: another broker gave it.</summary>
    public Dictionary<CallId, long> Held { get; } = [];

    /// <summary>What has ended and was not reported yet.</summary>
    public List<EndedRun> Ended { get; } = [];

    /// <summary>What was given back, until the broker is known to have heard of it: nobody else would run it.</summary>
    public List<EndedRun> Returned { get; } = [];

    /// <summary>The number of the last time that the broker asked for calls.</summary>
    public long Answered { get; set; }

    /// <summary>How many have been sent.</summary>
    public long Reports { get; set; }

    public TimeSpan NextFull { get; set; } = TimeSpan.MinValue;

    /// <summary>The service has another broker; what came from this one still ends here.</summary>
    public bool IsClosing { get; set; }

    /// <summary>The last full report had all that was given back.</summary>
    public void ReturnedReported()
    {
        if (_returnedCount == Returned.Count)
            return;
        _returnedCount = Returned.Count;
        _returnedIn = Reports;
    }

    /// <summary>The broker has heard this full report.</summary>
    public void Confirmed(long report)
    {
        _confirmed = Math.Max(_confirmed, report);
        if (_returnedCount == 0 || _confirmed < _returnedIn)
            return;
        Returned.RemoveRange(0, _returnedCount);
        _returnedCount = 0;
    }
}
