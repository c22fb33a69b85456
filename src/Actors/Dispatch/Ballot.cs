namespace Actors.Dispatch;

/// <summary>Names one writer of a ledger: whoever takes over from it has a higher ballot. Node names break ties.</summary>
internal readonly record struct Ballot(long Counter, string Node) : IComparable<Ballot>
{
    public static readonly Ballot None = new(0, "");

    public int CompareTo(Ballot other)
    {
        var byCounter = Counter.CompareTo(other.Counter);
        return byCounter != 0 ? byCounter : string.CompareOrdinal(Node, other.Node);
    }

    public override string ToString() => $"{Counter}@{Node}";

    public static bool operator <(Ballot left, Ballot right) => left.CompareTo(right) < 0;

    public static bool operator >(Ballot left, Ballot right) => left.CompareTo(right) > 0;

    public static bool operator <=(Ballot left, Ballot right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Ballot left, Ballot right) => left.CompareTo(right) >= 0;
}
