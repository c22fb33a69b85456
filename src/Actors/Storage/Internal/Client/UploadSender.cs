using System.Security.Cryptography;
using Actors.Links;
using Actors.Storage.Internal.Node;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Client;

/// <summary>
/// Sends one large object to a storage node, and to the next one when that is lost, from the beginning of the stream if it can be read again.
/// Reading the stream is asynchronous: its result comes as a message.
/// </summary>
internal sealed class UploadSender : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly ClientParts _parts;
    private readonly UploadCommand _command;
    private readonly long _restart;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly Queue<string> _candidates = new();
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private LinkOutlet? _outlet;
    private IActorRef _peer = ActorRefs.Nobody;
    private long _attempt;
    private long _length;
    private bool _reading;
    private bool _readRest;
    private bool _atEnd;
    private bool _ended;
    private bool _stale; // a read that began for an earlier attempt is still under way
    private long _acked; // messages that the node has acknowledged in this attempt
    private bool _advanced; // this attempt came further than all before it
    private long _furthest; // messages that some node has acknowledged, in whichever attempt
    private TimeSpan _lastAdvance; // beyond that: an attempt that ends where others did is no reason for yet another one
    private TimeSpan _lastProgress;
    private string _lastReason = "no node with the role storage is up";

    public UploadSender(ClientParts parts, UploadCommand command)
    {
        (_parts, _command) = (parts, command);
        _restart = command.Rest.CanSeek ? command.Rest.Position : -1;
        _lastProgress = _lastAdvance = Now;
        var self = Self;
        _cancelled = command.Cancellation.Register(() => self.Tell(Cancel.Instance));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private ReadOnlyMemory<byte> PrefixLeft => _command.Prefix[(int)Math.Min(_length, _command.Prefix.Length)..];

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(ClientParts parts, UploadCommand command) => Akka.Actor.Props.Create(() => new UploadSender(parts, command));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _parts.Settings.Link.Interval / 2);
        TryNext();
    }

    protected override void PostStop()
    {
        _attempt++; // nothing of it counts any more
        _outlet?.Break(ErrorCodes.Failed, "the client has ended"); // however it ended, the node need not find out by waiting
        _command.Done.TrySetException(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Id} is not stored: this node stops."));
        _cancelled.Dispose();
        _hash.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkDemand demand when demand.Link == _attempt:
                _peer = Sender;
                OnProgress(demand.Acked);
                _outlet?.On(demand);
                Pump();
                break;
            case LinkBroken broken when broken.Link == _attempt:
                _outlet?.On(broken);
                break;
            case ReadDone(var attempt, var bytes):
                OnRead(attempt, bytes);
                break;
            case Status.Failure failure:
                Fail(new ActorsException(ErrorCodes.Failed, $"Object {_command.Id} is not stored: its content cannot be read: {failure.Cause.Message}", failure.Cause));
                break;
            case ObjectStored stored when stored.Request == _attempt && !_parts.AreEnough(stored.Copies):
                OnRefused(ErrorCodes.Unavailable, "the node knows of too few storage nodes");
                break;
            case ObjectStored stored when stored.Request == _attempt:
                _command.Done.TrySetResult(new PutResult(_command.Id, _length, Digest.Current(_hash), stored.Copies, stored.Wanted));
                Context.Stop(Self);
                break;
            case StorageRefused refused when refused.Request == _attempt:
                OnRefused(refused.Code, refused.Reason);
                break;
            case Tick:
                OnTick();
                break;
            case Retry:
                TryNext();
                break;
            case Cancel:
                _outlet?.Break(ErrorCodes.Failed, "the client gave up");
                Context.Stop(Self);
                break;
        }
    }

    // A node that only shows that it lives makes no progress.
    private void OnProgress(long acked)
    {
        if (acked <= _acked)
            return;
        _acked = acked;
        _lastProgress = Now;
        if (acked <= _furthest)
            return;
        _furthest = acked;
        _advanced = true;
        _lastAdvance = _lastProgress;
    }

    private void TryNext()
    {
        if (_candidates.Count == 0)
        {
            foreach (var candidate in _parts.Candidates(_command.Id, _parts.View.Unreachable))
                _candidates.Enqueue(candidate);
        }

        if (!_candidates.TryDequeue(out var node) || _stale)
        {
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, Pause);
            return;
        }

        var self = Self;
        var scheduler = Context.System.Scheduler;
        var attempt = ++_attempt;
        (_peer, _length, _readRest, _atEnd, _ended, _acked, _advanced) = (ActorRefs.Nobody, 0, false, false, false, 0, false);
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _outlet = new LinkOutlet(attempt, _parts.Settings.Link, message => _peer.Tell(message, self), () => scheduler.MonotonicClock)
        {
            Ready = Pump,
            Ended = failure => OnLinkEnded(attempt, failure),
        };
        _parts.View.ActorOf(node)?.Tell(new OpenUpload { Request = attempt, Link = attempt, Id = _command.Id.ToWire(), Name = _command.Name });
    }

    private void Pump()
    {
        if (_ended || _reading || _outlet is not { CanOffer: true })
            return;
        while (PrefixLeft.Length >= LinkSettings.MaxMessageBytes && _outlet.CanOffer)
            Offer(PrefixLeft[..LinkSettings.MaxMessageBytes]);

        if (!_outlet.CanOffer)
            return;
        if (_atEnd)
        {
            End();
            return;
        }

        if (!_readRest && _attempt > 1 && _restart >= 0) // one that cannot seek has not been touched yet, or there would be no second attempt
            _command.Rest.Position = _restart;
        _readRest = true;
        Read();
    }

    private void Read()
    {
        _reading = true;
        var attempt = _attempt;
        ReadAsync(PrefixLeft, _command.Rest, _command.Cancellation).PipeTo(Self, success: bytes => new ReadDone(attempt, bytes));
    }

    /// <summary>A message's worth: the rest of the prefix goes ahead, so that all messages but the last are full and make whole chunks as they are.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(ReadOnlyMemory<byte> first, Stream stream, CancellationToken cancellation)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LinkSettings.MaxMessageBytes);
        first.CopyTo(buffer);
        var count = await stream.ReadAtLeastAsync(buffer.AsMemory(first.Length), buffer.Length - first.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return buffer.AsMemory(0, first.Length + count);
    }

    private void OnRead(long attempt, ReadOnlyMemory<byte> bytes)
    {
        _reading = _stale = false;
        if (attempt != _attempt || _outlet is not { CanOffer: true })
            return;
        if (bytes.Length > 0)
            Offer(bytes);
        _atEnd = bytes.Length < LinkSettings.MaxMessageBytes;
        Pump();
    }

    private void Offer(ReadOnlyMemory<byte> bytes)
    {
        _hash.AppendData(bytes.Span);
        _length += bytes.Length;
        _outlet!.Offer(UnsafeByteOperations.UnsafeWrap(bytes));
    }

    private void End()
    {
        _ended = true;
        var end = new UploadEnd { Length = _length, Digest = UnsafeByteOperations.UnsafeWrap(Digest.Current(_hash).ToBytes()) };
        _outlet!.Offer(end.ToByteString(), last: true);
    }

    private void OnLinkEnded(long attempt, ActorsException? failure)
    {
        if (failure is not null && attempt == _attempt)
            OnRefused(failure.Code, failure.Message);
    }

    private void OnRefused(string code, string reason)
    {
        _lastReason = reason;
        var attempt = _attempt++; // from here on nothing of this attempt counts
        _outlet = null;
        _stale = _reading;
        var canRepeat = _restart >= 0 || !_readRest;
        if (code == ErrorCodes.Invalid || !canRepeat || Now - _lastAdvance >= _parts.Settings.PutTimeout)
            Fail(new ActorsException(code == ErrorCodes.Invalid ? code : ErrorCodes.Unavailable, $"Object {_command.Id} is not stored (attempt {attempt}): {reason}."));
        else
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, Pause);
    }

    private void OnTick()
    {
        _outlet?.Tick();
        if (_outlet is { IsOver: false, Unacknowledged: 0 })
            _lastProgress = Now; // the node waits for the content
        var limit = _outlet is null ? _parts.Settings.PutTimeout : _parts.Settings.TransferTimeout;
        if (Now - _lastProgress < limit)
            return;
        if (_outlet is null)
            Fail(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Id} is not stored: {_lastReason}."));
        else
            OnStandStill(limit);
    }

    // The time for trying again counts from here, once for each attempt that came further than those before.
    private void OnStandStill(TimeSpan limit)
    {
        _lastProgress = Now;
        if (_advanced)
            _lastAdvance = _lastProgress;
        _outlet?.Break(ErrorCodes.Unavailable, "the transfer stands still");
        if (_outlet is not null) // the end of a link that was over is told to nobody
            OnRefused(ErrorCodes.Unavailable, $"the node did not go on for {limit.TotalSeconds} s");
    }

    private void Fail(ActorsException failure)
    {
        _command.Done.TrySetException(failure);
        _outlet?.Break(ErrorCodes.Failed, "the client gave up");
        Context.Stop(Self);
    }

    private sealed record ReadDone(long Attempt, ReadOnlyMemory<byte> Bytes);

    private sealed class Retry
    {
        public static readonly Retry Instance = new();
    }

    private sealed class Cancel
    {
        public static readonly Cancel Instance = new();
    }
}
