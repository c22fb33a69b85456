using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Client;

/// <summary>
/// Receives the content of one large object for a reader. When its node is lost it goes on at another one from where it was. The whole is checked against the
/// object's digest; every chunk was by the node that sent it.
/// </summary>
internal sealed class DownloadReceiver : LinkActor
{
    private readonly ClientParts _parts;
    private readonly DownloadCommand _command;
    private readonly LinkReadStream _stream = new();
    private readonly ContentDigest _digest = new();
    private readonly Queue<string> _candidates = new();
    private long _link;
    private TimeSpan? _failingSince; // no message has come since then, from whichever node was asked
    private string _lastReason = "";

    public DownloadReceiver(ClientParts parts, DownloadCommand command)
        : base(parts.Settings.Link, new LinkOutcome(ErrorCodes.Failed, "the reader has ended"))
    {
        (_parts, _command) = (parts, command);
        _stream.Attach(Self.Tell);
    }

    public static Props Props(ClientParts parts, DownloadCommand command) => Akka.Actor.Props.Create(() => new DownloadReceiver(parts, command));

    protected override void PreStart()
    {
        base.PreStart();
        Open(_command.Node);
        _command.Done.TrySetResult(_stream);
    }

    protected override void PostStop()
    {
        base.PostStop();
        _stream.Complete(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Object.Id}: the node stops."));
        _digest.Dispose();
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case Reopen:
                OpenNext();
                break;
            case LinkReaderClosed:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(string node)
    {
        Peer = ActorRefs.Nobody;
        var inlet = NewInlet(++_link);
        inlet.Delivered = (payload, last) => OnDelivered(inlet, payload, last);
        inlet.Ended = OnEnded;
        var open = new OpenDownload { Link = _link, Id = _command.Object.Id.ToWire(), Offset = _digest.Length, Credit = _parts.Settings.Link.Window };
        _parts.View.ActorOf(node)?.Tell(open);
        inlet.Open(); // its first demand went out as the credit
    }

    private void OnDelivered(LinkInlet inlet, ByteString payload, bool last)
    {
        _failingSince = null;
        if (last)
        {
            Complete();
            return;
        }

        _digest.Add(payload.Span);
        _stream.Add(payload, inlet);
    }

    private void Complete()
    {
        var right = _digest.Length == _command.Object.Length && _digest.Digest == _command.Object.Digest;
        _stream.Complete(right ? null : new ActorsException(ErrorCodes.Failed, $"Object {_command.Object.Id}: the {_digest.Length} bytes received are not its content."));
    }

    private void OnEnded(ActorsException? failure)
    {
        if (failure is null)
            return;
        Forget();
        _failingSince ??= Now;
        _lastReason = failure.Message;
        Timers.StartSingleTimer(Reopen.Instance, Reopen.Instance, TimeSpan.FromMilliseconds(1));
    }

    private void OpenNext()
    {
        if (Now - _failingSince >= _parts.Settings.GetTimeout)
        {
            _stream.Complete(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Object.Id} cannot be read beyond byte {_digest.Length}: {_lastReason}."));
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

    private sealed class Reopen
    {
        public static readonly Reopen Instance = new();
    }
}
