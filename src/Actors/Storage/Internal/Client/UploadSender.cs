using Actors.Internal;
using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;

namespace Actors.Storage.Internal.Client;

/// <summary>
/// Sends one large object to a storage node, and to the next one when that is lost, from the beginning of the stream if it can be read again.
/// Reading the stream is asynchronous: its result comes as a message.
/// </summary>
internal sealed class UploadSender : LinkActor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly ClientParts _parts;
    private readonly UploadCommand _command;
    private readonly long _restart;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly Queue<string> _candidates = new();
    private ContentDigest _digest = new();
    private PrefixedStream? _content; // of this attempt
    private ContentFeed? _feed;
    private LinkOutlet? _outlet;
    private long _attempt;
    private long _acked; // messages that the node has acknowledged in this attempt
    private bool _advanced; // this attempt came further than all before it
    private long _furthest; // messages that some node has acknowledged, in whichever attempt
    private TimeSpan _lastAdvance; // beyond that: an attempt that ends where others did is no reason for yet another one
    private TimeSpan _lastProgress;
    private string _lastReason = "no node with the role storage is up";

    public UploadSender(ClientParts parts, UploadCommand command)
        : base(parts.Settings.Link with { StallTimeout = null }, new LinkOutcome(ErrorCodes.Failed, "the client has ended")) // how long it may stand still is looked at here
    {
        (_parts, _command) = (parts, command);
        _restart = command.Rest.CanSeek ? command.Rest.Position : -1;
        _lastProgress = _lastAdvance = Now;
        var self = Self;
        _cancelled = command.Cancellation.Register(() => self.Tell(Cancel.Instance));
    }

    public static Props Props(ClientParts parts, UploadCommand command) => Akka.Actor.Props.Create(() => new UploadSender(parts, command));

    protected override void PreStart()
    {
        base.PreStart();
        TryNext();
    }

    protected override void PostStop()
    {
        base.PostStop(); // however it ended, the node need not find out by waiting
        _command.Done.TrySetException(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Id} is not stored: this node stops."));
        _cancelled.Dispose();
        _digest.Dispose();
    }

    protected override void OnSaid(ILinkMessage message)
    {
        base.OnSaid(message);
        if (message is not LinkDemand || message.Link != _outlet?.Link)
            return;
        OnProgress(_outlet.Acknowledged);
        _feed!.GoOn(); // not before the node has spoken: a stream that cannot be read again is not touched until then
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case ContentFeed.Read read:
                OnRead(read);
                break;
            case ObjectStored stored when stored.Request == _attempt && !_parts.AreEnough(stored.Copies):
                OnRefused(ErrorCodes.Unavailable, "the node knows of too few storage nodes");
                break;
            case ObjectStored stored when stored.Request == _attempt:
                _command.Done.TrySetResult(new PutResult(_command.Id, _digest.Length, _digest.Digest, stored.Copies, stored.Wanted));
                Context.Stop(Self);
                break;
            case StorageRefused refused when refused.Request == _attempt:
                OnRefused(refused.Code, refused.Reason);
                break;
            case Retry:
                TryNext();
                break;
            case Cancel:
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

        // The stream cannot be read for this attempt while it is still read for an earlier one.
        if (_feed is { IsReading: true } || !_candidates.TryDequeue(out var node))
        {
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, Pause);
            return;
        }

        var attempt = ++_attempt;
        (Peer, _acked, _advanced) = (ActorRefs.Nobody, 0, false);
        if (_content is { HasReadOn: true })
            _command.Rest.Position = _restart;
        _digest.Dispose();
        _digest = new ContentDigest();
        _content = new PrefixedStream(_command.Prefix, _command.Rest);
        _outlet = NewOutlet(attempt);
        _outlet.Ended = failure => OnLinkEnded(attempt, failure);
        _feed = new ContentFeed(_content, _outlet, _digest, Self, _command.Cancellation);
        _parts.View.ActorOf(node)?.Tell(new OpenUpload { Request = attempt, Link = attempt, Id = _command.Id.ToWire(), Name = _command.Name });
    }

    private void OnRead(ContentFeed.Read read)
    {
        try
        {
            read.By.On(read);
        }
        catch (IOException failure)
        {
            Fail(new ActorsException(ErrorCodes.Failed, $"Object {_command.Id} is not stored: {failure.Message}", failure.InnerException!));
        }
    }

    private void OnLinkEnded(long attempt, ActorsException? failure)
    {
        if (failure is not null && attempt == _attempt)
            OnRefused(failure.Code, failure.Message);
    }

    private void OnRefused(string code, string reason)
    {
        _lastReason = reason;
        var (attempt, outlet) = (_attempt++, _outlet); // from here on nothing of this attempt counts
        _outlet = null;
        Forget();
        outlet?.Break(ErrorCodes.Failed, "the client turns to another node");
        var canRepeat = _restart >= 0 || _content is not { HasReadOn: true };
        if (code == ErrorCodes.Invalid || !canRepeat || Now - _lastAdvance >= _parts.Settings.PutTimeout)
            Fail(new ActorsException(code == ErrorCodes.Invalid ? code : ErrorCodes.Unavailable, $"Object {_command.Id} is not stored (attempt {attempt}): {reason}."));
        else
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, Pause);
    }

    protected override void OnTick()
    {
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
        Context.Stop(Self);
    }

    private sealed class Retry
    {
        public static readonly Retry Instance = new();
    }

    private sealed class Cancel
    {
        public static readonly Cancel Instance = new();
    }
}
