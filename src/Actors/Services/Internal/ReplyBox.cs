namespace Actors.Services.Internal;

/// <summary>Replies that are on their way out: those for one client travel together.</summary>
internal sealed class ReplyBox(string service, Action<string, ReplyBatch> send)
{
    private readonly Dictionary<string, ReplyBatch> _batches = [];

    /// <param name="client">The path of who gets it.</param>
    /// <param name="reply">What it gets.</param>
    public void Add(string client, CallReply reply)
    {
        if (!_batches.TryGetValue(client, out var batch))
            _batches.Add(client, batch = new ReplyBatch { Service = service });
        batch.Replies.Add(reply);
    }

    public void Send()
    {
        if (_batches.Count == 0)
            return;
        foreach (var (client, batch) in _batches)
        {
            foreach (var part in Batches.Of(batch))
                send(client, part);
        }

        _batches.Clear();
    }
}
