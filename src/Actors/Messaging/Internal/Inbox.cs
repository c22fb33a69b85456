using System.Threading.Channels;

namespace Actors.Messaging.Internal;

/// <summary>What became of an envelope that arrived.</summary>
internal enum InboxOutcome
{
    Put,

    /// <summary>To be tried again when the program has read.</summary>
    Full,

    /// <summary>The sender is cut off.</summary>
    Cut,

    TooLarge,

    Unreadable,
}

/// <summary>Where arriving envelopes go, whatever their type of message.</summary>
internal interface IInbox
{
    /// <summary>Not for use by several threads.</summary>
    /// <param name="pid">The sender's.</param>
    /// <param name="why">Of what cannot be read.</param>
    InboxOutcome Put(int pid, Arrival arrival, out string why);

    /// <summary>Completed when there is room, or the inbox is closed for good (false).</summary>
    ValueTask<bool> WaitForRoomAsync(CancellationToken cancel);
}

internal sealed class Inbox<TMessage>(Channel<Envelope<TMessage>> channel, int capacity, MessageCodec<TMessage> codec, PartitionSwitch partition) : IInbox
    where TMessage : notnull
{
    public InboxOutcome Put(int pid, Arrival arrival, out string why)
    {
        why = "";
        if (partition.IsCut(pid))
            return InboxOutcome.Cut;
        // Asked first, so that an envelope is not read each time that it does not fit. Nobody else writes.
        if (channel.Reader.Count >= capacity)
            return InboxOutcome.Full;
        if (arrival.Content is null)
            return InboxOutcome.TooLarge;
        if (!TryRead(pid, arrival, out var envelope, out why))
            return InboxOutcome.Unreadable;
        return partition.TryDeliver(pid, channel.Writer.TryWrite, envelope) ? InboxOutcome.Put : partition.IsCut(pid) ? InboxOutcome.Cut : InboxOutcome.Full;
    }

    public ValueTask<bool> WaitForRoomAsync(CancellationToken cancel) => channel.Writer.WaitToWriteAsync(cancel);

    private bool TryRead(int pid, Arrival arrival, out Envelope<TMessage> envelope, out string why)
    {
        (envelope, why) = (null!, "");
        if (arrival.Format != codec.Format)
        {
            why = $"it is {arrival.Format} and not {codec.Format}";
            return false;
        }

        try
        {
            envelope = new Envelope<TMessage>(pid, arrival.MessageId, codec.Read(arrival.Content!));
            return true;
        }
        catch (Exception failure) // of the message's type: the sender is told, and the next envelope is read
        {
            why = failure.Message;
            return false;
        }
    }
}
