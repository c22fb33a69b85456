namespace Actors.Dispatch;

/// <summary>
/// Names one grant of one item to one worker, for ever: the granting broker's ballot and its running number. A result counts only
/// under the epoch that the item is leased under at that moment, so a late worker can never overwrite a later one.
/// </summary>
internal readonly record struct Epoch(Ballot Ballot, long Number) : IComparable<Epoch>
{
    public static readonly Epoch None = new(Ballot.None, 0);

    public int CompareTo(Epoch other)
    {
        var byBallot = Ballot.CompareTo(other.Ballot);
        return byBallot != 0 ? byBallot : Number.CompareTo(other.Number);
    }

    public override string ToString() => $"{Number}/{Ballot}";

    public static bool operator <(Epoch left, Epoch right) => left.CompareTo(right) < 0;

    public static bool operator >(Epoch left, Epoch right) => left.CompareTo(right) > 0;

    public static bool operator <=(Epoch left, Epoch right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Epoch left, Epoch right) => left.CompareTo(right) >= 0;
}
