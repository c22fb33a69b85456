using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Internal.Wire;

/// <summary>Writes one frame into a span that the caller made large enough; the length prefix is filled in by <see cref="Finish"/>.</summary>
internal ref struct WireWriter
{
    private readonly Span<byte> _target;

    public WireWriter(Span<byte> target, FrameKind kind)
    {
        _target = target;
        _target[Frame.PrefixBytes] = (byte)kind;
        Length = Frame.PrefixBytes + 1;
    }

    /// <summary>Bytes written so far, prefix included.</summary>
    public int Length { get; private set; }

    /// <summary>What is left of the span, for a payload that is encoded in place; tell how much by <see cref="Advance"/>.</summary>
    public readonly Span<byte> Free => _target[Length..];

    public void Advance(int count) => Length += count;

    public void WriteByte(byte value) => _target[Length++] = value;

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Free, value);
        Length += 4;
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Free, value);
        Length += 8;
    }

    public void WriteVarint(uint value)
    {
        if (value < 0x80) WriteByte((byte)value);
        else Length += Varint.Write(Free, value);
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free);
        Length += bytes.Length;
    }

    public void WriteString(string text)
    {
        WriteVarint((uint)Encoding.UTF8.GetByteCount(text));
        Length += Encoding.UTF8.GetBytes(text, Free);
    }

    /// <summary>Completes the prefix and returns the whole length.</summary>
    public readonly int Finish()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_target, Length - Frame.PrefixBytes);
        return Length;
    }

    /// <summary>An upper bound for the bytes that <see cref="WriteString"/> needs.</summary>
    public static int MaxStringBytes(string text) => Varint.MaxBytes + Encoding.UTF8.GetMaxByteCount(text.Length);
}
