using System.Collections.Concurrent;
using Akka.Actor;

namespace Actors.Services.Calls;

/// <summary>How calls get from any thread to the client's actor: a queue, and a word when it has something.</summary>
/// <remarks>
/// Replies come many at a time, and whoever gets one often makes the next call at once. So while callers are about to go on with their replies, the calls of those that were
/// faster wait for theirs: they travel together then, which costs a fraction. A caller that is alone is never kept waiting.
/// </remarks>
internal sealed class CallInbox
{
    // So many do not wait for more.
    private const int Plenty = 64;

    private readonly ConcurrentQueue<PendingCall> _calls = new();
    private readonly ConcurrentQueue<CallClient.OpenStream> _streams = new();
    private IActorRef? _client;
    private int _isTold;
    private int _returning; // callers that have a reply and have not gone on yet
    private volatile bool _isClosed;

    public void Attach(IActorRef client) => _client = client;

    public void Add(PendingCall call)
    {
        call.Inbox = this;
        _calls.Enqueue(call);
        if (_isClosed)
        {
            call.Finish(new CallReply { CallId = call.Call.CallId, Failure = new CallFailure { Code = ErrorCodes.Cancelled, Message = "this program has let go of the cluster" } });
            return;
        }

        // Either this sees that nobody returns any more, or the last one that does sees the call.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _returning) == 0 || _calls.Count >= Plenty)
            Tell();
    }

    /// <summary>A stream that a reply tells of is to be read. As a message to an actor that has ended it would leave its reader waiting for ever.</summary>
    public void Add(CallClient.OpenStream stream)
    {
        _streams.Enqueue(stream);
        if (_isClosed)
            stream.Fail(new ActorsException(ErrorCodes.Cancelled, "this program has let go of the cluster"));
        else
            Tell();
    }

    /// <summary>A caller is given its reply.</summary>
    public void Returns() => Interlocked.Increment(ref _returning);

    /// <summary>It goes on.</summary>
    public void HasReturned()
    {
        if (Interlocked.Decrement(ref _returning) == 0 && !_calls.IsEmpty)
            Tell();
    }

    /// <summary>How many to take; what comes after that is told again.</summary>
    public int Begin()
    {
        Volatile.Write(ref _isTold, 0);
        Interlocked.MemoryBarrier();
        return _calls.Count;
    }

    /// <summary>The next call whose caller still waits: whoever has cancelled one that lies here may be done before it is taken.</summary>
    public bool TryTake(out PendingCall call)
    {
        while (_calls.TryDequeue(out call!))
        {
            if (!call.Reply.Task.IsCompleted)
                return true;
        }

        return false;
    }

    public bool TryTakeStream(out CallClient.OpenStream stream) => _streams.TryDequeue(out stream!);

    public void Close()
    {
        _isClosed = true;
        // Whoever adds sees this, or what it added is taken after this.
        Interlocked.MemoryBarrier();
    }

    private void Tell()
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
            _client!.Tell(HasCalls.Instance);
    }

    public sealed class HasCalls
    {
        public static readonly HasCalls Instance = new();
    }
}
