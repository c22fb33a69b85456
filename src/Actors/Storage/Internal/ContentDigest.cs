using System.Security.Cryptography;
using Google.Protobuf;

namespace Actors.Storage.Internal;

/// <summary>How much of an object's content has gone by, and its digest so far.</summary>
internal sealed class ContentDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Length { get; private set; }

    public Digest Digest => Digest.Current(_hash);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>The closing message of a link that carries the content.</summary>
    public UploadEnd End() => EndOf(Length, Digest);

    public static UploadEnd EndOf(long length, Digest digest) => new() { Length = length, Digest = UnsafeByteOperations.UnsafeWrap(digest.ToBytes()) };

    public void Dispose() => _hash.Dispose();
}
