using System.Buffers.Binary;
using Actors.Internal;

namespace Actors;

/// <summary>
/// Mints 128-bit ids that sort by time: 48 bits of Unix milliseconds, then 80 random bits. Ids of one source never go back,
/// even when the clock does, so that rows keyed by them are appended. Safe for use by several threads.
/// </summary>
/// <param name="time">The wall clock.</param>
/// <param name="fill">Fills a span with random bytes; tests pass a seeded one.</param>
public sealed class IdSource(TimeProvider time, IdSource.RandomFill fill)
{
    private readonly Lock _gate = new(); // guards _lastMilliseconds
    private long _lastMilliseconds;

    /// <summary>Fills the whole span with random bytes.</summary>
    public delegate void RandomFill(Span<byte> bytes);

    /// <summary>The source for production: the system's clock and its cryptographic random numbers.</summary>
    public static IdSource System { get; } = new(TimeProvider.System, RandomBlock.Fill);

    /// <summary>The next id. 80 random bits make a collision unthinkable, also between nodes.</summary>
    public UInt128 Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        fill(bytes[6..]);
        var milliseconds = Milliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private long Milliseconds()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
            return _lastMilliseconds = Math.Max(_lastMilliseconds, now);
    }
}
