using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// A run of mailbox slots for consecutive tickets. A producer owns the slot of its ticket and publishes by writing the message last; each slot is used
/// once, so there is nothing to recycle and no ABA. Segments are linked; the consumer drops what it has passed.
/// </summary>
internal sealed class MessageSegment(uint firstTicket, int capacity)
{
    /// <summary>Small, because most actors never have more than a few messages waiting, and idle ones keep their segment.</summary>
    public const int FirstCapacity = 8;

    private const int UsualCapacity = 64;

    // 4 KiB: an actor that was flooded once keeps no more than this.
    private const int BacklogCapacity = 256;

    private MessageSegment? _next;

    public readonly Slot[] Slots = new Slot[capacity];

    public readonly uint FirstTicket = firstTicket;

    public MessageSegment? Next => Volatile.Read(ref _next);

    /// <summary>The next segment, made by whichever producer needs it first.</summary>
    public MessageSegment GetOrAddNext(int waiting)
    {
        var next = Volatile.Read(ref _next);
        if (next is not null)
            return next;
        var made = new MessageSegment(FirstTicket + (uint)Slots.Length, waiting > UsualCapacity ? BacklogCapacity : UsualCapacity);
        return Interlocked.CompareExchange(ref _next, made, null) ?? made;
    }

    internal struct Slot
    {
        public object? Message;
        public IActorRef? Sender;
    }
}
