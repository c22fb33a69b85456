using System.Security.Cryptography;

namespace Actors.Storage.Internal.Node;

/// <summary>
/// Makes chunks of messages of any size, and the digest of it all. A chunk is a list of parts: large messages are parts as they are, since the bytes of a big object
/// are copied often enough; small ones are gathered, so that a million of them do not cost a million objects.
/// </summary>
internal sealed class ChunkAssembler : IDisposable
{
    private const int PartBytes = 64 * 1024;
    private const int GatherBelowBytes = 16 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private List<ReadOnlyMemory<byte>> _parts = [];
    private byte[] _gathering = [];
    private int _gathered;
    private int _filled;

    public long Length { get; private set; }

    public Digest Digest => Digest.Current(_hash);

    /// <summary>Adds bytes, which must not change any more, and passes on each chunk that they complete.</summary>
    public void Add(ReadOnlyMemory<byte> bytes, Action<IReadOnlyList<ReadOnlyMemory<byte>>> chunk)
    {
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            var taken = bytes[..Math.Min(bytes.Length, StorageLimits.ChunkBytes - _filled)];
            bytes = bytes[taken.Length..];
            _filled += taken.Length;
            if (taken.Length < GatherBelowBytes)
                Gather(taken);
            else
                AddPart(taken);
            if (_filled == StorageLimits.ChunkBytes)
                chunk(TakeRest());
        }
    }

    /// <summary>What is left of the content after the last whole chunk, maybe nothing.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TakeRest()
    {
        EndGathering();
        var rest = _parts;
        (_parts, _filled) = ([], 0);
        return rest;
    }

    public void Dispose() => _hash.Dispose();

    private void AddPart(ReadOnlyMemory<byte> part)
    {
        EndGathering();
        _parts.Add(part);
    }

    private void Gather(ReadOnlyMemory<byte> bytes)
    {
        if (_gathered + bytes.Length > _gathering.Length)
        {
            EndGathering();
            _gathering = new byte[PartBytes];
        }

        bytes.CopyTo(_gathering.AsMemory(_gathered));
        _gathered += bytes.Length;
    }

    private void EndGathering()
    {
        if (_gathered > 0)
            _parts.Add(_gathering.AsMemory(0, _gathered));
        (_gathering, _gathered) = ([], 0);
    }
}
