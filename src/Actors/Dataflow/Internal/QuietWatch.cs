namespace Actors.Dataflow.Internal;

/// <summary>
/// Sees from the reports of all actors of a draining flow that nothing moves in its circles any more. One round of reports proves nothing, as they are of different moments; two rounds with the
/// same counts, all sent having been received, do: whatever would be under way was sent before the first round ended, and would have been received before the second.
/// </summary>
internal sealed class QuietWatch
{
    private (long Sent, long Received)? _last;
    private (long Sent, long Received)? _flushed;

    /// <param name="round">The reports of all.</param>
    public QuietVerdict Take(IReadOnlyCollection<FlowProtocol.Report> round)
    {
        var isQuiet = round.All(each => each.IsQuiet && each.SourceDone);
        (long Sent, long Received) counts = (round.Sum(each => each.Sent), round.Sum(each => each.Received));
        var isStill = isQuiet && counts.Sent == counts.Received && _last == counts;
        _last = isQuiet ? counts : null;
        if (!isStill) return isQuiet ? QuietVerdict.LookAgain : QuietVerdict.Wait;
        if (_flushed == counts) return QuietVerdict.Close;
        // Whoever holds something back gives it up first; that may set the circle going again.
        _flushed = counts;
        _last = null;
        return QuietVerdict.Flush;
    }
}

/// <summary>What to do about the circles of a flow.</summary>
internal enum QuietVerdict
{
    /// <summary>Something moves; look again in a while.</summary>
    Wait,

    /// <summary>Perhaps nothing moves; another round says it.</summary>
    LookAgain,

    /// <summary>Nothing moves: have everybody send what they hold back, and look again.</summary>
    Flush,

    /// <summary>Nothing moves and nothing is held back.</summary>
    Close,
}
