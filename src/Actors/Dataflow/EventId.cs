using Actors.Internal;

namespace Actors.Dataflow;

/// <summary>Names one event for good, through all that is done to it: 128 bits, sorted by the time of making, printed as 32 lower-case hex digits.</summary>
public readonly record struct EventId(UInt128 Value) : IComparable<EventId>
{
    private const string Kind = "an event";

    public static EventId New(IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new EventId(ids.Next());
    }

    public static EventId Parse(string text) => new(IdBits.Parse(text, Kind));

    public static bool TryParse(string? text, out EventId id)
    {
        var known = IdBits.TryParse(text, out var value);
        id = new EventId(value);
        return known;
    }

    public int CompareTo(EventId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdBits.ToText(Value);

    public static bool operator <(EventId left, EventId right) => left.Value < right.Value;

    public static bool operator >(EventId left, EventId right) => left.Value > right.Value;

    public static bool operator <=(EventId left, EventId right) => left.Value <= right.Value;

    public static bool operator >=(EventId left, EventId right) => left.Value >= right.Value;
}
