namespace Akka.Remote.Internal.Wire;

/// <summary>Unsigned 32-bit numbers in one to five bytes, seven bits each, low bits first.</summary>
internal static class Varint
{
    public const int MaxBytes = 5;

    public static int Write(Span<byte> target, uint value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[length++] = (byte)value;
        return length;
    }

    /// <summary>Returns the number of bytes read, or 0 when the bytes end early or exceed 32 bits.</summary>
    public static int TryRead(ReadOnlySpan<byte> source, out uint value)
    {
        value = 0;
        for (var i = 0; i < source.Length && i < MaxBytes; i++)
        {
            var next = source[i];
            // The fifth byte holds the top four bits; more would be lost silently.
            if (i == MaxBytes - 1 && next > 0x0F) return 0;
            value |= (uint)(next & 0x7F) << (7 * i);
            if (next < 0x80) return i + 1;
        }
        return 0;
    }
}
