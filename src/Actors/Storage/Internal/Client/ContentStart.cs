using System.Buffers;

namespace Actors.Storage.Internal.Client;

/// <summary>The beginning of a stream that is to be put, which tells whether the object is a small one.</summary>
internal static class ContentStart
{
    // One byte more than fits inline tells the two kinds apart.
    private const int Bytes = StorageLimits.InlineBytes + 1;

    /// <summary>All of the stream when it fits inline, otherwise one byte more than that.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        // Most objects are far smaller than the largest that fits: each gets an array of its own size, not of that one's.
        var buffer = ArrayPool<byte>.Shared.Rent(Bytes);
        try
        {
            var count = await stream.ReadAtLeastAsync(buffer.AsMemory(0, Bytes), Bytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return buffer.AsSpan(0, count).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
