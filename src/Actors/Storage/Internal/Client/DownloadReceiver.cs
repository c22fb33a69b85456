using System.Security.Cryptography;
using Actors.Links;
using Actors.Storage.Internal.Node;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Client;

/// <summary>
/// Receives the content of one large object for a reader. When its node is lost it goes on at another one from where it was. The whole is checked against the
/// object's digest; every chunk was by the node that sent it.
/// </summary>
internal sealed class DownloadReceiver : UntypedActor, IWithTimers
{
    private readonly ClientParts _parts;
    private readonly DownloadCommand _command;
    private readonly LinkReadStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _candidates = new();
    private LinkInlet? _inlet;
    private IActorRef _peer = ActorRefs.Nobody;
    private long _link;
    private long _received;
    private int _unread; // messages of the current link that the reader has not read
    private int _earlier; // messages of earlier links that the reader has not read
    private TimeSpan? _failingSince; // no message has come since then, from whichever node was asked
    private string _lastReason = "";

    public DownloadReceiver(ClientParts parts, DownloadCommand command)
    {
        (_parts, _command) = (parts, command);
        var self = Self;
        _stream = new LinkReadStream(count => self.Tell(new ReadOn(count)), () => self.Tell(Closed.Instance));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(ClientParts parts, DownloadCommand command) => Akka.Actor.Props.Create(() => new DownloadReceiver(parts, command));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _parts.Settings.Link.Interval / 2);
        Open(_command.Node);
        _command.Done.TrySetResult(_stream);
    }

    protected override void PostStop()
    {
        _link++; // nothing of it counts any more
        _inlet?.Break(ErrorCodes.Failed, "the reader has ended");
        _stream.Complete(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Object.Id}: the node stops."));
        _hash.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkData data when data.Link == _link:
                _peer = Sender;
                _inlet?.On(data);
                break;
            case LinkIdle idle when idle.Link == _link:
                _peer = Sender;
                _inlet?.On(idle);
                break;
            case LinkBroken broken when broken.Link == _link:
                _inlet?.On(broken);
                break;
            case ReadOn(var count):
                OnReadOn(count);
                break;
            case Tick:
                _inlet?.Tick();
                break;
            case Reopen:
                OpenNext();
                break;
            case Closed:
                _inlet?.Break(ErrorCodes.Failed, "the reader closed the object");
                Context.Stop(Self);
                break;
        }
    }

    private void Open(string node)
    {
        var self = Self;
        var scheduler = Context.System.Scheduler;
        var link = ++_link;
        _peer = ActorRefs.Nobody;
        _earlier += _unread;
        _unread = 0;
        var inlet = new LinkInlet(link, message => _peer.Tell(message, self), () => scheduler.MonotonicClock) { Delivered = OnDelivered, Ended = failure => OnEnded(link, failure) };
        _inlet = inlet;
        var open = new OpenDownload { Link = link, Id = _command.Object.Id.ToWire(), Offset = _received, Credit = _parts.Settings.Link.Window };
        _parts.View.ActorOf(node)?.Tell(open);
        inlet.Open(_parts.Settings.Link); // its first demand went out as the credit
    }

    private void OnDelivered(ByteString payload, bool last)
    {
        _failingSince = null;
        if (last)
        {
            Complete();
            return;
        }

        _unread++;
        _received += payload.Length;
        _hash.AppendData(payload.Span);
        _stream.Add(payload);
    }

    private void Complete()
    {
        var right = _received == _command.Object.Length && Digest.Current(_hash) == _command.Object.Digest;
        _stream.Complete(right ? null : new ActorsException(ErrorCodes.Failed, $"Object {_command.Object.Id}: the {_received} bytes received are not its content."));
    }

    // The reader reads in order: what is left of earlier links comes first, and only the current link gives credit.
    private void OnReadOn(int count)
    {
        var old = Math.Min(count, _earlier);
        _earlier -= old;
        var current = Math.Min(count - old, _unread);
        _unread -= current;
        if (current > 0)
            _inlet?.Consume(current);
    }

    private void OnEnded(long link, ActorsException? failure)
    {
        if (failure is null || link != _link)
            return;
        _inlet = null;
        _failingSince ??= Now;
        _lastReason = failure.Message;
        Timers.StartSingleTimer(Reopen.Instance, Reopen.Instance, TimeSpan.FromMilliseconds(1));
    }

    private void OpenNext()
    {
        if (Now - _failingSince >= _parts.Settings.GetTimeout)
        {
            _stream.Complete(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Object.Id} cannot be read beyond byte {_received}: {_lastReason}."));
            return;
        }

        if (_candidates.Count == 0)
        {
            foreach (var candidate in _parts.Candidates(_command.Object.Id, _parts.View.Unreachable))
                _candidates.Enqueue(candidate);
        }

        if (_candidates.TryDequeue(out var node))
            Open(node);
        else
            Timers.StartSingleTimer(Reopen.Instance, Reopen.Instance, _parts.Settings.GetPatience);
    }

    private sealed record ReadOn(int Messages);

    private sealed class Reopen
    {
        public static readonly Reopen Instance = new();
    }

    private sealed class Closed
    {
        public static readonly Closed Instance = new();
    }
}
