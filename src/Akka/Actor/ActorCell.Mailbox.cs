using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

// The mailbox.
//
// One 64-bit word decides who may run the cell:
//
//     63 ............ 32 | 31 ........ 1 |   0
//     next user ticket   |  unprocessed  | parked
//
// "Unprocessed" counts claimed user messages, announced system messages and the birth of the actor. It goes up by one locked addition of the producer
// and down by one locked subtraction of the consumer for all that a run has processed.
//
//  1. Whoever raises the count from zero schedules the cell; nobody else does. Whoever brings it back to zero gives ownership up with that very
//     instruction and touches nothing afterwards. So at most one thread runs the cell, and runs are ordered by the word.
//  2. A user message claims its ticket with the addition and publishes its slot afterwards. The consumer may therefore find a counted slot still empty:
//     it ends the run and, as the count is above zero, schedules itself again.
//  3. A producer reads _tail before it claims: _tail only ever moves to segments of claimed tickets, so it is never ahead of the new ticket.
//  4. A suspended cell must stop running though its count is above zero: it parks by setting bit 0. System producers add, push, then look for the bit;
//     the consumer sets the bit, then looks for pushed messages (both sides separated by full fences, so one of them sees the other); whoever
//     clears the bit owns the cell. User producers never clear it: only a system message can resume a suspended cell.
//  5. With a configured queue, which may drop or reorder, there are no tickets: the upper half counts signals, given after the message was queued. A run that read
//     n signals and then found the queue empty has seen all that they stood for, and takes n off. Idle is then the whole word being zero. A run that did not find it
//     empty leaves one of the n: that keeps the word above zero, which is all that a count says here, and no count can grow until it wraps round to zero.
internal sealed partial class ActorCell
{
    private const long OneSystemMessage = 2;
    private const long OneTicket = 1L << 32;
    private const long OneUserMessage = OneTicket + OneSystemMessage;
    private const long Parked = 1;

    // Consumer side (_head is set once by a producer).
    private MessageSegment? _head;
    private int _headIndex;
    private Deque<Envelope>? _front;
    private int _suspensions;
    private bool _isCreated;
    private bool _isTerminated;

    // Shared.
    private readonly IMessageQueue? _queue;
    private MessageSegment? _tail;
    private SystemMessage? _systemMessages;
    private long _word = OneSystemMessage; // the birth of the actor

    /// <summary>Roughly how many messages wait; exact only inside the actor.</summary>
    public int NumberOfMessages => _queue?.Count ?? Math.Max(0, (int)((uint)Volatile.Read(ref _word) >> 1));

    /// <summary>Makes the actor run for the first time. Messages sent before wait.</summary>
    public void Start() => Dispatcher.Schedule(this);

    public void SendMessage(object message, IActorRef? sender)
    {
        if (_queue is not null)
        {
            SendToQueue(message, sender);
            return;
        }

        var segment = Volatile.Read(ref _tail) ?? FirstSegment();
        var word = Interlocked.Add(ref _word, OneUserMessage);
        var index = (uint)(word >>> 32) - 1 - segment.FirstTicket;
        if (index >= (uint)segment.Slots.Length)
            (segment, index) = Advance(segment, index, (int)((uint)word >> 1));
        ref var slot = ref segment.Slots[index];
        slot.Sender = sender;
        Volatile.Write(ref slot.Message, message);
        if ((uint)word == OneSystemMessage)
            Dispatcher.Schedule(this);
    }

    public void SendSystemMessage(SystemMessage message)
    {
        var word = Interlocked.Add(ref _word, OneSystemMessage);
        var first = Volatile.Read(ref _systemMessages);
        while (true)
        {
            message.Next = first;
            var seen = Interlocked.CompareExchange(ref _systemMessages, message, first);
            if (seen == first)
                break;
            first = seen;
        }
        if ((_queue is null ? (uint)word : word) == OneSystemMessage || TryUnpark())
            Dispatcher.Schedule(this);
    }

    // The thread pool runs chains; every other executor calls Run.
    public void Execute() => RunNext.RunChain(this);

    public void Run()
    {
        var previous = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        var signals = _queue is null ? 0 : Volatile.Read(ref _word) & ~(OneTicket - 1);
        var (system, user, isEmpty) = (0, 0, false);
        try
        {
            ProcessMessages(ref system, ref user, ref isEmpty);
        }
        catch (Exception e)
        {
            // Nobody handles it: all that can fail has a handler of its own. But no error of ours may end the process or keep the cell from ever running again.
            Log(new Error(e, Self.Path.ToString(), ActorType, "The engine failed inside an actor: " + e.Message));
        }
        // An idle actor keeps no message alive; a failed one needs it for PreRestart, an asynchronous handler has its own copy.
        if (!_isFailed)
            (_message, _sender) = (null, null);
        InternalCurrentActorCellKeeper.Current = previous;
        if (_queue is null)
            Release((long)(system + user) * OneSystemMessage);
        else
            Release(system * OneSystemMessage + (isEmpty || signals == 0 ? signals : signals - OneTicket));
    }

    /// <summary>Puts messages in front of all others. Only from inside the actor.</summary>
    internal void Prepend(IEnumerable<Envelope> envelopes)
    {
        var count = 0;
        _front ??= new Deque<Envelope>();
        foreach (var envelope in envelopes.Reverse())
        {
            _front.AddFirst(envelope);
            count++;
            // Its notice was used up when it was stashed.
            if (envelope.Message is Terminated terminated)
                (_terminatedQueued ??= [])[terminated.ActorRef] = null;
        }
        // We run, so the count is above zero and the addition schedules nobody.
        Interlocked.Add(ref _word, count * (_queue is null ? OneSystemMessage : OneTicket));
    }

    private MessageSegment FirstSegment()
    {
        // _head before _tail: a message can be claimed only through _tail, and then the consumer must find it from _head.
        var made = new MessageSegment(0, MessageSegment.FirstCapacity);
        var first = Interlocked.CompareExchange(ref _head, made, null) ?? made;
        return Interlocked.CompareExchange(ref _tail, first, null) ?? first;
    }

    private (MessageSegment, uint) Advance(MessageSegment segment, uint index, int waiting)
    {
        // A backlog is growing: let another thread take whatever this one keeps for later.
        if (waiting > segment.Slots.Length)
            RunNext.Flush();
        do
        {
            index -= (uint)segment.Slots.Length;
            segment = segment.GetOrAddNext(waiting);
        }
        while (index >= (uint)segment.Slots.Length);

        var tail = Volatile.Read(ref _tail)!;
        while ((int)(segment.FirstTicket - tail.FirstTicket) > 0)
        {
            var seen = Interlocked.CompareExchange(ref _tail, segment, tail)!;
            if (seen == tail)
                break;
            tail = seen;
        }
        return (segment, index);
    }

    private void SendToQueue(object message, IActorRef? sender)
    {
        _queue!.Enqueue(Self, new Envelope(message, sender));
        if (Interlocked.Add(ref _word, OneTicket) == OneTicket)
            Dispatcher.Schedule(this);
    }

    private bool TryUnpark()
    {
        var word = Volatile.Read(ref _word);
        while ((word & Parked) != 0)
        {
            var seen = Interlocked.CompareExchange(ref _word, word & ~Parked, word);
            if (seen == word)
                return true;
            word = seen;
        }
        return false;
    }

    private void ProcessMessages(ref int system, ref int user, ref bool isEmpty)
    {
        if (!_isCreated)
        {
            _isCreated = true;
            Create();
            system++;
        }

        for (var left = Dispatcher.Throughput; ; left--)
        {
            if (Volatile.Read(ref _systemMessages) is not null)
                system += ProcessSystemMessages();
            if (_suspensions > 0 && !_isTerminated || left <= 0)
                break;
            if (!TryDequeue(out var message, out var sender))
            {
                isEmpty = true;
                break;
            }
            user++;
            if (_isTerminated)
                ToDeadLetters(message!, sender);
            else
                Invoke(message!, sender);
        }
        user += _drained;
        _drained = 0;
    }

    private void Release(long processed)
    {
        var word = processed == 0 ? Volatile.Read(ref _word) : Interlocked.Add(ref _word, -processed);
        if ((_queue is null ? (uint)word : word) == 0)
            return;

        // From here on the count is above zero, so ownership is still ours.
        while (_suspensions > 0 && !_isTerminated && Volatile.Read(ref _systemMessages) is null)
        {
            var seen = Interlocked.CompareExchange(ref _word, word | Parked, word);
            if (seen != word)
            {
                word = seen;
                continue;
            }
            if (Volatile.Read(ref _systemMessages) is null || !TryUnpark())
                return;
        }
        Dispatcher.ScheduleAgain(this);
    }

    private bool TryDequeue(out object? message, out IActorRef? sender)
    {
        if (_front is { Count: > 0 })
        {
            var envelope = _front.RemoveFirst();
            (message, sender) = (envelope.Message, envelope.Sender);
            return true;
        }
        return _queue is null ? TryDequeueSlot(out message, out sender) : TryDequeueFrom(_queue, out message, out sender);
    }

    private bool TryDequeueFrom(IMessageQueue queue, out object? message, out IActorRef? sender)
    {
        try
        {
            var found = queue.TryDequeue(out var envelope);
            (message, sender) = (envelope.Message, envelope.Sender);
            return found;
        }
        catch (Exception e)
        {
            // A queue may be the user's. The supervisor handles it next; a resumed or restarted actor looks into its queue again.
            HandleFailure(e);
            (message, sender) = (null, null);
            return false;
        }
    }

    private bool TryDequeueSlot(out object? message, out IActorRef? sender)
    {
        var segment = _head;
        if (segment is null || _headIndex == segment.Slots.Length)
        {
            segment = segment?.Next;
            if (segment is null)
            {
                (message, sender) = (null, null);
                return false;
            }
            _head = segment;
            _headIndex = 0;
        }

        ref var slot = ref segment.Slots[_headIndex];
        message = Volatile.Read(ref slot.Message);
        sender = slot.Sender;
        if (message is null)
            return false;
        slot = default;
        _headIndex++;
        return true;
    }
}
