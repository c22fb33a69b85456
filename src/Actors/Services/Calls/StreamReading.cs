using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Actors.Links;

namespace Actors.Services.Calls;

/// <summary>The reader's side of a stream of values.</summary>
internal sealed class StreamReading
{
    private IStreamControl? _control;
    private int _isClosed;

    public StreamReading() => Bytes = new LinkReadStream(count => _control?.Consumed(count), Close);

    /// <summary>What the link brings.</summary>
    public LinkReadStream Bytes { get; }

    public void Attach(IStreamControl control)
    {
        // Full barriers here and in Close: one of the two sees what the other has written, so that a reader which leaves at once is not overlooked.
        Interlocked.Exchange(ref _control, control);
        if (Interlocked.CompareExchange(ref _isClosed, 0, 0) == 1)
            control.Closed();
    }

    /// <summary>The values, each as JSON. To be read once; leaving early stops the method, also before the first value.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ValuesAsync() => new Values(this);

    private void Close()
    {
        Interlocked.Exchange(ref _isClosed, 1);
        Interlocked.CompareExchange(ref _control, null, null)?.Closed();
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using (Bytes.ConfigureAwait(false))
        {
            var prefix = new byte[sizeof(uint)];
            while (await Bytes.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false) == prefix.Length)
            {
                var value = new byte[BinaryPrimitives.ReadUInt32BigEndian(prefix)];
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

/// <summary>What a reader tells the actor that feeds it, from any thread.</summary>
internal interface IStreamControl
{
    void Consumed(int messages);

    void Closed();
}
