using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Actors.Links;

namespace Actors.Services.Calls;

/// <summary>The reader's side of a stream of values.</summary>
internal sealed class StreamReading
{
    private IStreamControl? _control;

    public StreamReading() => Bytes = new LinkReadStream(count => _control?.Consumed(count), () => _control?.Closed());

    /// <summary>What the link brings.</summary>
    public LinkReadStream Bytes { get; }

    public void Attach(IStreamControl control) => Volatile.Write(ref _control, control);

    /// <summary>The values, each as JSON. To be read once; leaving early stops the method.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ValuesAsync([EnumeratorCancellation] CancellationToken cancel = default)
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
}

/// <summary>What a reader tells the actor that feeds it, from any thread.</summary>
internal interface IStreamControl
{
    void Consumed(int messages);

    void Closed();
}
