using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Actors.Storage.Internal.Node;

/// <summary>Makes chunks of messages of any size, and the digest of it all. Chunks are in buffers that are used again: whoever got one gives it back.</summary>
internal sealed class ChunkAssembler : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = [];
    private int _filled;

    public long Length { get; private set; }

    public Digest Digest => Digest.Current(_hash);

    /// <summary>Adds bytes and passes on each chunk that they complete.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Action<ReadOnlyMemory<byte>> chunk)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_buffer.Length == 0)
                _buffer = ArrayPool<byte>.Shared.Rent(StorageLimits.ChunkBytes);
            var taken = Math.Min(bytes.Length, StorageLimits.ChunkBytes - _filled);
            bytes[..taken].CopyTo(_buffer.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            if (_filled == StorageLimits.ChunkBytes)
                chunk(TakeRest());
        }
    }

    /// <summary>What is left of the content after the last whole chunk, maybe nothing.</summary>
    public ReadOnlyMemory<byte> TakeRest()
    {
        var rest = _buffer.AsMemory(0, _filled);
        (_buffer, _filled) = ([], 0);
        return rest;
    }

    public static void GiveBack(ReadOnlyMemory<byte> chunk)
    {
        if (MemoryMarshal.TryGetArray(chunk, out var segment) && segment.Array is { Length: > 0 } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public void Dispose() => _hash.Dispose();
}
