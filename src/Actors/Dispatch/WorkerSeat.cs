namespace Actors.Dispatch;

/// <summary>
/// What the broker knows of one worker. <see cref="Window"/> is the worker's credit: how many items it is ready to hold at once. It is a state,
/// not a count of permits, so a lost or repeated message cannot lose or invent credit.
/// </summary>
internal sealed class WorkerSeat
{
    public required string Id { get; init; }

    public required WorkerShape Shape { get; set; }

    public int Window { get; set; }

    public int Held { get; set; }

    /// <summary>Grows with every change of what it holds; the smallest has been left alone for longest.</summary>
    public long LastTouched { get; set; }

    public bool HasCredit => Held < Window;
}

/// <summary>The workers that offer exactly the same labels; those with credit, longest idle first.</summary>
internal sealed class WorkerShape(LabelSet offered)
{
    public LabelSet Offered { get; } = offered;

    public SortedSet<WorkerSeat> WithCredit { get; } =
        new(Comparer<WorkerSeat>.Create((left, right) => left.LastTouched.CompareTo(right.LastTouched)));

    public int Members { get; set; }
}
