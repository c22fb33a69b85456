using Akka.Actor;

namespace Actors.Messaging.Internal;

/// <summary>
/// Moves envelopes that have arrived into the inbox, in the order of their arrival, as there is room. What waits is bounded by the links' credit. Part of the server's actor.
/// </summary>
internal sealed class InboxPump(ServerParts parts, IActorRef self, Action<string> warn)
{
    private readonly Queue<PendingArrival> _pending = new();
    private readonly HashSet<ReceiveChannel> _owing = [];
    private bool _waits;

    public void Add(PendingArrival arrival)
    {
        _pending.Enqueue(arrival);
        Pump();
    }

    public void OnReady()
    {
        _waits = false;
        Pump();
    }

    public void TellStates()
    {
        foreach (var channel in _owing)
            channel.TellState();
        _owing.Clear();
    }

    private void Pump()
    {
        while (_pending.TryPeek(out var arrival))
        {
            if (arrival.Channel.Expects(arrival) && !TryTake(arrival))
            {
                Wait();
                return;
            }

            _pending.Dequeue();
        }
    }

    private bool TryTake(PendingArrival arrival)
    {
        var (channel, envelope) = (arrival.Channel, arrival.Envelope);
        var outcome = parts.Inbox.Put(channel.Peer, envelope, out var why);
        if (outcome == InboxOutcome.Full)
            return false;
        if (outcome == InboxOutcome.Put)
            parts.Counters.Received();
        else
            parts.Counters.Dropped();
        if (outcome is InboxOutcome.TooLarge)
            warn($"Dropped a message of {envelope.Length} bytes from pid {channel.Peer}: more than {parts.Settings.MaxMessageBytes}.");
        if (outcome is InboxOutcome.Unreadable)
            warn($"Dropped a message from pid {channel.Peer} that cannot be read: {why}.");
        channel.Take(envelope, outcome switch
        {
            InboxOutcome.Put => null,
            InboxOutcome.TooLarge => ErrorCodes.TooLarge,
            InboxOutcome.Unreadable => ErrorCodes.Invalid,
            _ => "",
        });
        if (_owing.Count == 0)
            self.Tell(Internal.TellStates.Instance);
        _owing.Add(channel);
        return true;
    }

    private void Wait()
    {
        if (_waits)
            return;
        _waits = true;
        parts.Inbox.WaitForRoomAsync(parts.Stopped).AsTask()
            .PipeTo(self, success: open => open ? InboxReady.Instance : WaitEnded.Instance, failure: _ => WaitEnded.Instance);
    }
}
