namespace Akka.Remote.Internal.Network;

/// <summary>
/// A contiguous buffer between a stream and a sink: small for strangers, 64 KiB for an established peer, larger only for
/// a larger frame that is really arriving. Frames in it are always in one piece.
/// </summary>
internal sealed class ReceiveBuffer
{
    /// <summary>Some thousand small frames a read; more gained nothing on loopback.</summary>
    public const int UsualBytes = 64 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Room for the next read, at least one byte.</summary>
    /// <param name="limit">The most that may be kept; reaching it unread is the sink's failure to judge a frame's length.</param>
    public Memory<byte> Room(int limit)
    {
        var unread = _end - _start;
        if (unread >= limit) throw new InvalidOperationException($"a sink left {unread} bytes unread, its limit is {limit}");
        var wanted = Math.Min(limit, UsualBytes);
        if (_bytes.Length < wanted) MoveTo(new byte[wanted]);
        else if (unread == _bytes.Length) MoveTo(new byte[Math.Min(limit, _bytes.Length * 2)]);
        else if (_start > 0) MoveTo(_bytes);
        return _bytes.AsMemory(_end);
    }

    public void Filled(int count) => _end += count;

    public void Consumed(int count)
    {
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    private void MoveTo(byte[] target)
    {
        Unread.CopyTo(target);
        _end -= _start;
        _start = 0;
        _bytes = target;
    }
}
