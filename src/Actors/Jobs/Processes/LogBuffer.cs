using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>A job's stderr: the first and the last bytes, and how many were dropped between them.</summary>
internal sealed class LogBuffer(int headBytes, int tailBytes)
{
    private readonly byte[] _head = new byte[headBytes];
    private readonly byte[] _tail = new byte[tailBytes]; // a ring: the byte with number n of those after the head is at n % length
    private int _headCount;
    private long _tailCount;

    /// <summary>All bytes that were written.</summary>
    public long Length => _headCount + _tailCount;

    public long Dropped => Math.Max(0, _tailCount - tailBytes);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var toHead = Math.Min(bytes.Length, headBytes - _headCount);
        bytes[..toHead].CopyTo(_head.AsSpan(_headCount));
        _headCount += toHead;
        bytes = bytes[toHead..];
        if (bytes.Length > tailBytes)
        {
            _tailCount += bytes.Length - tailBytes;
            bytes = bytes[^tailBytes..];
        }

        while (!bytes.IsEmpty)
        {
            var at = (int)(_tailCount % tailBytes);
            var count = Math.Min(bytes.Length, tailBytes - at);
            bytes[..count].CopyTo(_tail.AsSpan(at));
            _tailCount += count;
            bytes = bytes[count..];
        }
    }

    public byte[] ToArray()
    {
        var head = _head.AsSpan(0, _headCount);
        if (Dropped == 0)
            return [.. head, .. _tail.AsSpan(0, (int)_tailCount)];
        var start = (int)(_tailCount % tailBytes);
        return [.. head, .. _tail.AsSpan(start), .. _tail.AsSpan(0, start)];
    }

    public override string ToString() => Encoding.UTF8.GetString(ToArray());
}
