using System.Runtime.InteropServices;

namespace Actors.Storage.Internal.Local;

/// <summary>Gathers a chunk's parts in whole blocks at a whole block's address, as direct writes need them. One for a log: a chunk is written before the next one comes.</summary>
internal sealed class AlignedBuffer
{
    /// <summary>The page size of all systems that matter, and a multiple of all disks' blocks.</summary>
    public const int BlockBytes = 4096;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(StorageLimits.ChunkBytes + BlockBytes, pinned: true);
    private readonly int _start;

    public AlignedBuffer()
    {
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        _start = (int)(RoundUp(address) - address);
    }

    public static long RoundUp(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>The parts and zeros up to the next whole block; valid until the next call.</summary>
    public ReadOnlySpan<byte> Gather(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var room = _bytes.AsSpan(_start, StorageLimits.ChunkBytes);
        var length = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i].Span.CopyTo(room[length..]);
            length += parts[i].Length;
        }

        var whole = (int)RoundUp(length);
        room[length..whole].Clear();
        return room[..whole];
    }
}
