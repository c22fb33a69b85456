namespace Actors.Dispatch;

/// <summary>
/// For how long a worker may work on an item without hearing from the broker. The worker counts from before the broker can have heard of
/// it (the sending of its report) and stops early; the broker counts from after (the receiving) and takes the item back late. So two workers
/// never work on one item at a time, whatever the network does, while the clocks' rates differ by less than the two margins.
/// </summary>
internal sealed record LeaseTerms(TimeSpan Duration, TimeSpan Margin)
{
    /// <summary>Two reports may be lost before a lease runs out.</summary>
    public TimeSpan ReportEvery => Duration / 3;

    /// <summary>When the broker may give the item to another worker.</summary>
    public TimeSpan BrokerEnd(TimeSpan received) => received + Duration + Margin;

    /// <summary>When the worker has to be still.</summary>
    public TimeSpan WorkerEnd(TimeSpan sent) => sent + Duration - Margin;
}
