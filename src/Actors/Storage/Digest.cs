using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Actors.Storage;

/// <summary>A SHA-256 as a value, printed as 64 lower-case hex digits.</summary>
public readonly record struct Digest(UInt128 High, UInt128 Low)
{
    public const int SizeBytes = SHA256.HashSizeInBytes;

    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SizeBytes];
        SHA256.HashData(content, hash);
        return FromBytes(hash);
    }

    public static Digest FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == SizeBytes
        ? new Digest(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
        : throw new ArgumentException($"A SHA-256 has {SizeBytes} bytes, not {bytes.Length}.", nameof(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }

    public override string ToString() => High.ToString("x32", CultureInfo.InvariantCulture) + Low.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The digest of what was appended so far, without ending the computation.</summary>
    internal static Digest Current(IncrementalHash hash)
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        hash.GetCurrentHash(bytes);
        return FromBytes(bytes);
    }
}
