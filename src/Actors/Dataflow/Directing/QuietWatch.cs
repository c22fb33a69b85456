using Actors.Dataflow.Running;

namespace Actors.Dataflow.Directing;

/// <summary>
/// Sees from the reports of all actors that are to end that nothing moves in its circles any more. One round of reports proves nothing, as they are of different moments; two rounds with the
/// same counts, all that was sent by each edge having been received, do: whatever would be under way was sent before the first round ended, and would have been received before the second.
/// </summary>
internal sealed class QuietWatch
{
    private HashSet<FlowProtocol.EdgeCount>? _last;
    private HashSet<FlowProtocol.EdgeCount>? _flushed;

    /// <param name="round">The reports of all.</param>
    public QuietVerdict Take(IReadOnlyCollection<FlowProtocol.Report> round)
    {
        var sent = round.SelectMany(each => each.Sent).ToHashSet();
        // Edge by edge: in a sum, an edge of which only one end is closed yet could make up for what is under way on another.
        // What goes to an end that is closed, or to somebody who is not to end, is of no matter here.
        var isQuiet = round.All(each => each.IsQuiet && each.SourceDone) && sent.IsSupersetOf(round.SelectMany(each => each.Received));
        var isStill = isQuiet && _last is not null && _last.SetEquals(sent);
        _last = isQuiet ? sent : null;
        if (!isStill) return isQuiet ? QuietVerdict.LookAgain : QuietVerdict.Wait;
        if (_flushed is not null && _flushed.SetEquals(sent)) return QuietVerdict.Close;
        // Whoever holds something back gives it up first; that may set the circle going again.
        _flushed = sent;
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
