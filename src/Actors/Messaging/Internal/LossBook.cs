using System.Collections.Immutable;

namespace Actors.Messaging.Internal;

/// <summary>
/// Which of a sender's last envelopes did not get into the inbox, so that an acknowledgement does not promise too much. It keeps few ranges: where older ones are put together,
/// what lies between is thought lost as well, which only lets somebody wait until his time is up.
/// </summary>
internal sealed record LossBook(ImmutableList<LostEnvelopes> Ranges)
{
    private const int MaxRanges = 8;

    public static LossBook Empty { get; } = new([]);

    /// <param name="number">Numbers only grow.</param>
    /// <param name="code">Empty: nothing shall be said of it.</param>
    public LossBook Add(long number, string code)
    {
        if (Ranges.Count > 0 && Ranges[^1] is var last && last.To == number && last.Code == code)
            return new(Ranges.SetItem(Ranges.Count - 1, new LostEnvelopes { From = last.From, To = number + 1, Code = code }));
        var ranges = Ranges.Add(new LostEnvelopes { From = number, To = number + 1, Code = code });
        return new(ranges.Count <= MaxRanges ? ranges : ranges.RemoveAt(0).SetItem(0, new LostEnvelopes { From = ranges[0].From, To = ranges[1].To, Code = "" }));
    }

    /// <summary>Forgets what the sender knows.</summary>
    public LossBook Below(long first) => Ranges.Count > 0 && Ranges[0].To <= first ? new(Ranges.RemoveAll(range => range.To <= first)) : this;
}
