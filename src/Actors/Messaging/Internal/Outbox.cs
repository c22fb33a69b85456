using System.Threading.Channels;

namespace Actors.Messaging.Internal;

/// <summary>The program's end of the outbox: refuses at once what can never be sent, and writes the message down before it waits.</summary>
internal sealed class Outbox<TMessage>(Channel<Outgoing> channel, int capacity, Func<Envelope<TMessage>, Receipt?, Outgoing> prepare) : ChannelWriter<Envelope<TMessage>>
{
    public override bool TryWrite(Envelope<TMessage> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return channel.Reader.Count < capacity && channel.Writer.TryWrite(prepare(item, null));
    }

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => channel.Writer.WaitToWriteAsync(cancellationToken);

    public override ValueTask WriteAsync(Envelope<TMessage> item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        return channel.Writer.WriteAsync(prepare(item, null), cancellationToken);
    }
}
