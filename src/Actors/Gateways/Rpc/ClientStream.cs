using System.Threading.Channels;

namespace Actors.Gateways.Rpc;

/// <summary>The items of one stream on their way from the connection's reader to the caller's. Holds no more than the window and one item: the server waits for credit.</summary>
internal sealed class ClientStream(RpcClientConnection connection, long id, int windowBytes) : IAsyncEnumerable<ReadOnlyMemory<byte>>, IAsyncEnumerator<ReadOnlyMemory<byte>>
{
    // Bounded by the credit that the server has, in bytes; that a server keeps to it is seen to in Add.
    private readonly Channel<(ReadOnlyMemory<byte> Item, int Cost)> _items =
        Channel.CreateUnbounded<(ReadOnlyMemory<byte>, int)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = false });
    private CancellationToken _cancel;
    private long _held;
    private int _used;
    private int _taken;

    public ReadOnlyMemory<byte> Current { get; private set; }

    public void Add(ReadOnlyMemory<byte> item, int cost)
    {
        // The server may overdraw by the last item before it waits.
        if (Interlocked.Add(ref _held, cost) - cost > windowBytes) End(new ActorsException(ErrorCodes.Overloaded, "the server sends more of the stream than was asked for"));
        else _items.Writer.TryWrite((item, cost));
    }

    /// <summary>What has come is still read.</summary>
    public void End(Exception? failure) => _items.Writer.TryComplete(failure);

    public IAsyncEnumerator<ReadOnlyMemory<byte>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _taken, 1) == 1) throw new InvalidOperationException("a stream is read once");
        _cancel = cancellationToken;
        return this;
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        GiveCredit();
        try
        {
            while (await _items.Reader.WaitToReadAsync(_cancel).ConfigureAwait(false))
            {
                if (!_items.Reader.TryRead(out var next)) continue;
                Current = next.Item;
                _used += next.Cost;
                return true;
            }
        }
        catch (ChannelClosedException closed) when (closed.InnerException != null)
        {
            throw closed.InnerException;
        }

        return false;
    }

    public ValueTask DisposeAsync()
    {
        connection.Abandon(id); // nothing happens when it has ended
        End(null);
        return ValueTask.CompletedTask;
    }

    /// <summary>Half a window at a time: a message an item would cost as much as the items.</summary>
    private void GiveCredit()
    {
        if (_used * 2L < windowBytes) return;
        Interlocked.Add(ref _held, -_used);
        connection.Grant(id, _used);
        _used = 0;
    }
}
