using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Client;

/// <summary>
/// Receives the content of one large object for a reader. When its node is lost it goes on at another one from where it was. The whole is checked against the
/// object's digest; every chunk was by the node that sent it.
/// </summary>
internal sealed class DownloadReceiver : ContentReceiver
{
    private readonly ClientParts _parts;
    private readonly DownloadCommand _command;
    private readonly Queue<string> _candidates = new();
    private long _link;
    private bool _isRoundOver; // all nodes were asked since a message came
    private TimeSpan? _failingSince; // no message has come since then, from whichever node was asked
    private string _lastReason = "";

    public DownloadReceiver(ClientParts parts, DownloadCommand command)
        : base(parts.Settings.Link, new LinkOutcome(ErrorCodes.Failed, "the reader has ended")) => (_parts, _command) = (parts, command);

    public static Props Props(ClientParts parts, DownloadCommand command) => Akka.Actor.Props.Create(() => new DownloadReceiver(parts, command));

    protected override void PreStart()
    {
        base.PreStart();
        Open(_command.Node);
        _command.Done.TrySetResult(Content);
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

    protected override void Add(ByteString bytes, LinkInlet? by)
    {
        (_failingSince, _isRoundOver) = (null, false);
        base.Add(bytes, by);
    }

    protected override void OnAll(ByteString closing)
    {
        var right = Digest.Length == _command.Object.Length && Digest.Digest == _command.Object.Digest;
        Content.Complete(right ? null : new ActorsException(ErrorCodes.Failed, $"Object {_command.Object.Id}: the {Digest.Length} bytes received are not its content."));
    }

    protected override void OnLost(ActorsException failure)
    {
        Forget();
        _failingSince ??= Now;
        _lastReason = failure.Message;
        Timers.StartSingleTimer(Reopen.Instance, Reopen.Instance, TimeSpan.FromMilliseconds(1));
    }

    private void Open(string node)
    {
        Peer = ActorRefs.Nobody;
        // The first demand of the end that is opened goes out as the credit.
        var open = new OpenDownload { Link = ++_link, Id = _command.Object.Id.ToWire(), Offset = Digest.Length, Credit = _parts.Settings.Link.Window };
        _parts.View.ActorOf(node)?.Tell(open);
        Open(_link);
    }

    private void OpenNext()
    {
        if (Now - _failingSince >= _parts.Settings.GetTimeout)
        {
            Content.Complete(new ActorsException(ErrorCodes.Unavailable, $"Object {_command.Object.Id} cannot be read beyond byte {Digest.Length}: {_lastReason}."));
            return;
        }

        if (_candidates.Count == 0 && !_isRoundOver)
        {
            _isRoundOver = true;
            foreach (var candidate in _parts.Candidates(_command.Object.Id, _parts.View.Unreachable))
                _candidates.Enqueue(candidate);
        }

        if (_candidates.TryDequeue(out var node))
        {
            Open(node);
            return;
        }

        // Nodes that say at once that they do not have it are not asked hundreds of times a second.
        _isRoundOver = false;
        Timers.StartSingleTimer(Reopen.Instance, Reopen.Instance, _parts.Settings.GetPatience);
    }

    private sealed class Reopen
    {
        public static readonly Reopen Instance = new();
    }
}
