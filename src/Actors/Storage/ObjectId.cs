using System.Diagnostics.CodeAnalysis;
using Actors.Internal;
using Google.Protobuf;

namespace Actors.Storage;

/// <summary>
/// Names one object for good: 128 bits, sorted by the time of minting, printed as 32 lower-case hex digits. The client mints it, so a put
/// that is sent again is the same put.
/// </summary>
public readonly record struct ObjectId(UInt128 Value) : IComparable<ObjectId>, ISpanParsable<ObjectId>
{
    /// <summary>16 bytes, big-endian.</summary>
    public const int SizeBytes = IdBits.SizeBytes;

    private const string Kind = "an object";

    public static ObjectId New(IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new ObjectId(ids.Next());
    }

    public static ObjectId FromBytes(ReadOnlySpan<byte> bytes) => new(IdBits.FromBytes(bytes, Kind));

    public static ObjectId Parse(string text) => Parse(text.AsSpan(), null);

    public static ObjectId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static ObjectId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(IdBits.Parse(s, Kind));

    public static bool TryParse([NotNullWhen(true)] string? text, out ObjectId result) => TryParse(text.AsSpan(), null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ObjectId result) =>
        TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ObjectId result)
    {
        var ok = IdBits.TryParse(s, out var value);
        result = new ObjectId(value);
        return ok;
    }

    public byte[] ToBytes() => IdBits.ToBytes(Value);

    public int CompareTo(ObjectId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdBits.ToText(Value);

    internal static ObjectId FromWire(ByteString bytes) => FromBytes(bytes.Span);

    internal ByteString ToWire() => UnsafeByteOperations.UnsafeWrap(ToBytes());

    public static bool operator <(ObjectId left, ObjectId right) => left.Value < right.Value;

    public static bool operator >(ObjectId left, ObjectId right) => left.Value > right.Value;

    public static bool operator <=(ObjectId left, ObjectId right) => left.Value <= right.Value;

    public static bool operator >=(ObjectId left, ObjectId right) => left.Value >= right.Value;
}
