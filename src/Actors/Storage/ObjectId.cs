using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Google.Protobuf;

namespace Actors.Storage;

/// <summary>
/// Names one object for good: 128 bits, sorted by the time of minting, printed as 32 lower-case hex digits. The client mints it, so a put
/// that is sent again is the same put.
/// </summary>
public readonly record struct ObjectId(UInt128 Value) : IComparable<ObjectId>, ISpanParsable<ObjectId>
{
    /// <summary>16 bytes, big-endian.</summary>
    public const int SizeBytes = 16;

    public static ObjectId New(IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new ObjectId(ids.Next());
    }

    public static ObjectId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == SizeBytes
        ? new ObjectId(BinaryPrimitives.ReadUInt128BigEndian(bytes))
        : throw new ArgumentException($"An object id has {SizeBytes} bytes, not {bytes.Length}.", nameof(bytes));

    public static ObjectId Parse(string text) => Parse(text.AsSpan(), null);

    public static ObjectId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static ObjectId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is no object id: 32 hex digits are expected.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ObjectId result) => TryParse(text.AsSpan(), null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ObjectId result) =>
        TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ObjectId result)
    {
        var ok = UInt128.TryParse(s, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && s.Length == 2 * SizeBytes;
        result = ok ? new ObjectId(value) : default;
        return ok;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        WriteTo(bytes);
        return bytes;
    }

    public void WriteTo(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    public int CompareTo(ObjectId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    internal static ObjectId FromWire(ByteString bytes) => FromBytes(bytes.Span);

    internal ByteString ToWire() => UnsafeByteOperations.UnsafeWrap(ToBytes());

    public static bool operator <(ObjectId left, ObjectId right) => left.Value < right.Value;

    public static bool operator >(ObjectId left, ObjectId right) => left.Value > right.Value;

    public static bool operator <=(ObjectId left, ObjectId right) => left.Value <= right.Value;

    public static bool operator >=(ObjectId left, ObjectId right) => left.Value >= right.Value;
}
