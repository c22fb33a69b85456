using System.Collections.Immutable;
using Akka.Actor;

namespace Actors.Messaging.Internal;

/// <summary>Moves envelopes from the outbox into the queues of their receivers, one after the other. Part of the server's actor.</summary>
internal sealed class OutboxPump(ServerParts parts, ImmutableSortedDictionary<int, SendChannel> channels, IActorRef self)
{
    /// <summary>So that arriving messages have their turn as well.</summary>
    private const int MaxAtATime = 64;

    /// <summary>Receivers of the first envelope that have had no room for it.</summary>
    private readonly List<SendChannel> _targets = [];
    private Outgoing? _head;
    private bool _waits;

    /// <summary>Nothing is left that can leave soon.</summary>
    public bool IsDrained => _head is null ? !parts.Outbox.TryPeek(out _) : _targets.TrueForAll(channel => !channel.IsHopeful);

    public void OnReady()
    {
        _waits = false;
        Pump();
    }

    public void Pump()
    {
        for (var moved = 0; moved < MaxAtATime; moved++)
        {
            if (_head is null && !TryTakeHead())
            {
                Wait();
                return;
            }

            _targets.RemoveAll(TryPlace);
            if (_targets.Count > 0)
                return;
            _head = null;
        }

        self.Tell(OutboxReady.Instance);
    }

    /// <summary>Drops what has not reached a queue.</summary>
    public void Abandon(string code, string reason)
    {
        while (_head is not null || TryTakeHead())
        {
            parts.Counters.Dropped(_targets.Count);
            if (_targets.Count > 0)
                _head!.Receipt?.Failed(code, reason);
            _head = null;
            _targets.Clear();
        }
    }

    private bool TryTakeHead()
    {
        if (!parts.Outbox.TryRead(out _head))
            return false;
        if (_head.Target == Envelope.Broadcast)
            _targets.AddRange(channels.Values);
        else
            _targets.Add(channels[_head.Target]);
        return true;
    }

    private bool TryPlace(SendChannel channel)
    {
        if (parts.Partition.IsCut(channel.Peer))
        {
            parts.Counters.Dropped();
            return true;
        }

        if (channel.HasRoomFor(_head!))
        {
            parts.Counters.Sent();
            channel.Enqueue(_head!);
            parts.Counters.Show(channel);
            return true;
        }

        if (parts.Settings.WhenFull == FullQueuePolicy.Wait)
            return false;
        parts.Counters.Dropped();
        _head!.Receipt?.Failed(ErrorCodes.Unavailable, $"the queue for pid {channel.Peer} is full");
        return true;
    }

    private void Wait()
    {
        if (_waits)
            return;
        _waits = true;
        parts.Outbox.WaitToReadAsync(parts.Stopped).AsTask()
            .PipeTo(self, success: open => open ? OutboxReady.Instance : WaitEnded.Instance, failure: _ => WaitEnded.Instance);
    }
}
