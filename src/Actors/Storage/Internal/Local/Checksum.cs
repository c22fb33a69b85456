using System.Numerics;
using System.Runtime.InteropServices;

namespace Actors.Storage.Internal.Local;

/// <summary>
/// CRC-32C (Castagnoli), as a running value. It tells whether a chunk on the disk is what was written; whether an object is the right one its SHA-256 tells.
/// One instruction for eight bytes on any usual processor: a tenth of what SHA-256 costs.
/// </summary>
internal readonly record struct Checksum(uint Value)
{
    private const uint Ones = 0xFFFFFFFF; // the CRC's own initial value and final inversion

    public static Checksum Of(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var sum = default(Checksum);
        for (var i = 0; i < parts.Count; i++)
            sum = sum.With(parts[i].Span);
        return sum;
    }

    public Checksum With(ReadOnlySpan<byte> bytes)
    {
        var crc = Value ^ Ones;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return new Checksum(crc ^ Ones);
    }
}
