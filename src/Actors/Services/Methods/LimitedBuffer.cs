using System.Buffers;

namespace Actors.Services.Methods;

/// <summary>What is written grows here until the limit: a sequence without end fails early instead of eating the memory.</summary>
internal sealed class LimitedBuffer : IBufferWriter<byte>
{
    private const int SmallestBytes = 512;

    /// <summary>Kept for the next result; a larger one is given back.</summary>
    private const int KeptBytes = 64 * 1024;

    private byte[] _bytes = new byte[SmallestBytes];
    private int _written;
    private int _limit;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _written);

    /// <summary>The limit was met; what was thrown then is of no interest.</summary>
    public bool IsOver { get; private set; }

    public void Reset(int limit)
    {
        (_written, _limit, IsOver) = (0, limit, false);
        if (_bytes.Length > KeptBytes)
            _bytes = new byte[SmallestBytes];
    }

    public void Advance(int count)
    {
        _written += count;
        if (_written > _limit)
            Refuse();
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        // The writer asks for the worst case, six bytes for each that may come of a text: what asks for more than that of the limit is surely over it.
        if (sizeHint / 6 > Math.Max(_limit, KeptBytes))
            Refuse();
        var needed = _written + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Refuse()
    {
        IsOver = true;
        throw new InvalidOperationException("The limit is reached.");
    }
}
