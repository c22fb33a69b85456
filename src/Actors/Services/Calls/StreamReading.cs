using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Actors.Links;

namespace Actors.Services.Calls;

/// <summary>The reader's side of a stream of values.</summary>
internal sealed class StreamReading
{
    /// <summary>What the link brings.</summary>
    public LinkReadStream Bytes { get; } = new();

    /// <summary>The values, each as JSON. To be read once; leaving early stops the method, also before the first value.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ValuesAsync() => new Values(this);

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using (Bytes.ConfigureAwait(false))
        {
            var prefix = new byte[sizeof(uint)];
            while (await Bytes.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false) == prefix.Length)
            {
                var length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
                if (length > ServicesSettings.MostBytes)
                    throw new ActorsException(ErrorCodes.Invalid, $"a value of the stream says that it has {length} bytes; no host sends more than {ServicesSettings.MostBytes}");
                var value = new byte[length];
                await Bytes.ReadExactlyAsync(value, cancel).ConfigureAwait(false);
                yield return value;
            }
        }
    }

    private sealed class Values(StreamReading reading) : IAsyncEnumerable<ReadOnlyMemory<byte>>
    {
        public IAsyncEnumerator<ReadOnlyMemory<byte>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            new Reader(reading.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken), reading.Bytes);
    }

    /// <summary>An iterator that was never moved runs nothing when it is disposed of; this closes the stream all the same.</summary>
    private sealed class Reader(IAsyncEnumerator<ReadOnlyMemory<byte>> values, LinkReadStream bytes) : IAsyncEnumerator<ReadOnlyMemory<byte>>
    {
        public ReadOnlyMemory<byte> Current => values.Current;

        public ValueTask<bool> MoveNextAsync() => values.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await values.DisposeAsync().ConfigureAwait(false);
            await bytes.DisposeAsync().ConfigureAwait(false);
        }
    }
}
