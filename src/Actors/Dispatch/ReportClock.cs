namespace Actors.Dispatch;

/// <summary>
/// The worker's side of the leases: when each report was sent. A lease that the broker grants or renews in answer to a report counts from the
/// sending of that report, because the broker cannot have counted from any earlier moment.
/// </summary>
internal sealed class ReportClock
{
    // Answers are of the last round of reports or two; older ones would grant leases that are over anyway. A worker with the most slots and results that the
    // settings allow needs 122 reports a round.
    public const int Remembered = 128;
    private readonly TimeSpan[] _sentAt = new TimeSpan[Remembered];

    /// <summary>The number of the last report; 0 before the first.</summary>
    public long Sequence { get; private set; }

    public long Send(TimeSpan now)
    {
        _sentAt[++Sequence % Remembered] = now;
        return Sequence;
    }

    /// <summary>Until when the worker may work on what was granted in answer to this report; the distant past if it is too old.</summary>
    public TimeSpan EndOf(long sequence, LeaseTerms terms) =>
        sequence > 0 && sequence <= Sequence && sequence > Sequence - Remembered ? terms.WorkerEnd(_sentAt[sequence % Remembered]) : TimeSpan.MinValue;
}
