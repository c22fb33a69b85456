using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>Puts the frames of a stream together again, holding at most one that is not whole.</summary>
/// <param name="maxBytes">Of a frame; a larger one is an error of the sender.</param>
internal sealed class FrameReader(int maxBytes)
{
    private byte[]? _frame;
    private int _filled;
    private uint _length;
    private int _shift;

    /// <summary>The frames that are whole now.</summary>
    /// <exception cref="ActorsException">This is no such stream.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read(ByteString message)
    {
        var rest = message.Memory;
        while (!rest.IsEmpty)
        {
            if (_frame is not null)
            {
                var piece = Math.Min(rest.Length, _frame.Length - _filled);
                rest[..piece].CopyTo(_frame.AsMemory(_filled));
                _filled += piece;
                rest = rest[piece..];
                if (_filled < _frame.Length) yield break;
                yield return _frame;
                _frame = null;
            }
            else if (ReadLength(ref rest) is { } length)
            {
                if (rest.Length >= length)
                {
                    yield return rest[..length];
                    rest = rest[length..];
                    continue;
                }

                (_frame, _filled) = (new byte[length], 0);
            }
        }
    }

    // Seven bits a byte, the lowest first; a message may end in the middle.
    private int? ReadLength(ref ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var read = rest.Span[0];
            rest = rest[1..];
            _length |= (uint)(read & 0x7f) << _shift;
            _shift += 7;
            if (_length > maxBytes || _shift > 35) throw new ActorsException(ErrorCodes.Invalid, $"a frame of more than {maxBytes} bytes");
            if ((read & 0x80) != 0) continue;
            var length = (int)_length;
            (_length, _shift) = (0, 0);
            return length;
        }

        return null;
    }
}
