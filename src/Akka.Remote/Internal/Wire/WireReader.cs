using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Internal.Wire;

/// <summary>Reads one frame from front to back; whatever does not fit is a <see cref="WireFormatException"/>.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> frame)
{
    // Names and paths must be what their sender meant: no replacement characters.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = frame;

    /// <summary>All that has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public uint ReadVarint()
    {
        // Nearly all tokens are one byte.
        if (_rest.Length > 0 && _rest[0] < 0x80)
        {
            uint small = _rest[0];
            _rest = _rest[1..];
            return small;
        }
        var length = Varint.TryRead(_rest, out var value);
        if (length == 0) throw new WireFormatException("a number is cut off or larger than 32 bits");
        _rest = _rest[length..];
        return value;
    }

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    public string ReadString(int maxBytes)
    {
        var length = ReadVarint();
        if (length > (uint)maxBytes) throw new WireFormatException($"a text of {length} bytes where at most {maxBytes} are allowed");
        try
        {
            return StrictUtf8.GetString(Take((int)length));
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException("a text is not UTF-8");
        }
    }

    public readonly void ExpectEnd()
    {
        if (_rest.Length > 0) throw new WireFormatException($"{_rest.Length} bytes too many at the end of a frame");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length) throw new WireFormatException($"a frame ends {count - _rest.Length} bytes early");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
