using System.Buffers.Binary;
using System.Globalization;

namespace Actors.Internal;

/// <summary>What all ids have in common: 128 bits, as 16 bytes big-endian and as 32 lower-case hex digits.</summary>
internal static class IdBits
{
    public const int SizeBytes = 16;

    /// <param name="bytes">Exactly 16.</param>
    /// <param name="kind">Of id, for the message.</param>
    public static UInt128 FromBytes(ReadOnlySpan<byte> bytes, string kind) => bytes.Length == SizeBytes
        ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
        : throw new ArgumentException($"The id of {kind} has {SizeBytes} bytes, not {bytes.Length}.", nameof(bytes));

    public static byte[] ToBytes(UInt128 value)
    {
        var bytes = new byte[SizeBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    public static UInt128 Parse(ReadOnlySpan<char> text, string kind) => TryParse(text, out var value)
        ? value
        : throw new FormatException($"'{text}' is no id of {kind}: {2 * SizeBytes} hex digits are expected.");

    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = default;
        return text.Length == 2 * SizeBytes && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    public static string ToText(UInt128 value) => value.ToString("x32", CultureInfo.InvariantCulture);
}
