using System.Collections.Immutable;
using Actors.Links;
using Akka.Actor;
using Akka.Event;

namespace Actors.Messaging.Internal;

/// <summary>
/// A running server: moves envelopes from the outbox into its peers' queues, and from their links into the inbox. One incarnation is one actor: if it is restarted, its
/// peers begin anew with it.
/// </summary>
internal sealed class ServerActor : UntypedActor, IWithTimers
{
    public const string ActorName = "server";
    private const string StopReason = "the server was stopped";
    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(250);

    private readonly ServerParts _parts;
    private readonly ImmutableSortedDictionary<int, SendChannel> _outgoing;
    private readonly ImmutableSortedDictionary<int, ReceiveChannel> _incoming;
    private readonly Dictionary<long, ReceiveChannel> _byLink = [];
    private readonly OutboxPump _outbox;
    private readonly InboxPump _inbox;
    private readonly Dictionary<int, string> _troubles = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef? _drainer;

    public ServerActor(ServerParts parts)
    {
        _parts = parts;
        var scheduler = Context.System.Scheduler;
        var terms = ChannelTerms.From(parts.Settings, () => scheduler.MonotonicClock, NewNumber);
        var incarnation = NewNumber();
        var self = Self;
        var provider = ((ExtendedActorSystem)Context.System).Provider;
        // Paths without an actor's uid: whatever incarnation lives there gets what is sent.
        var peers = parts.Peers.ToImmutableDictionary(peer => peer.Key, peer => provider.ResolveActorRef(peer.Value));
        _outgoing = parts.Peers.Keys.ToImmutableSortedDictionary(peer => peer, peer =>
            new SendChannel(parts.Pid, peer, incarnation, terms, message => peers[peer].Tell(message, self))
            {
                Settled = (envelope, code) => OnSettled(peer, envelope, code),
                Trouble = reason => OnTrouble(peer, reason),
            });
        _outbox = new OutboxPump(parts, _outgoing, self);
        _inbox = new InboxPump(parts, self, reason => _log.Warning("{0}", reason));
        _incoming = parts.Peers.Keys.ToImmutableSortedDictionary(peer => peer, peer =>
            new ReceiveChannel(parts.Pid, peer, terms, message => peers[peer].Tell(message, self))
            {
                Arrived = _inbox.Add,
                Trouble = reason => OnTrouble(peer, reason),
            });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ServerParts parts) => Akka.Actor.Props.Create(() => new ServerActor(parts));

    protected override void PreStart()
    {
        var every = _parts.Settings.RetryInterval < LongestTick ? _parts.Settings.RetryInterval : LongestTick;
        Timers.StartPeriodicTimer(ServerTick.Instance, ServerTick.Instance, every);
        _outbox.Pump();
    }

    protected override void PostStop()
    {
        _outbox.Abandon(ErrorCodes.Unavailable, StopReason);
        foreach (var channel in _outgoing.Values)
        {
            _parts.Counters.Dropped(channel.Count);
            channel.Close(ErrorCodes.Unavailable, StopReason);
            channel.Clear(ErrorCodes.Unavailable);
            _parts.Counters.ShowNone(channel.Peer);
        }

        foreach (var channel in _incoming.Values)
            channel.Close(ErrorCodes.Unavailable, StopReason);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkData data:
                if (TryFind(data.Link, out var receiver))
                    receiver.On(data);
                break;
            case LinkIdle idle:
                if (TryFind(idle.Link, out receiver))
                    receiver.On(idle);
                break;
            case LinkDemand demand:
                OnDemand(demand);
                break;
            case LinkBroken broken:
                OnBroken(broken);
                break;
            case OpenChannel open:
                OnOpen(open);
                break;
            case ChannelState state:
                OnState(state);
                break;
            case TellStates:
                _inbox.TellStates();
                break;
            case OutboxReady:
                _outbox.OnReady();
                break;
            case InboxReady:
                _inbox.OnReady();
                break;
            case ServerTick:
                OnTick();
                break;
            case DropQueues(var peers):
                OnDropQueues(peers);
                break;
            case Drain:
                _drainer = Sender;
                break;
            case WaitEnded:
                break;
            default:
                Unhandled(message);
                break;
        }

        AfterAll(message);
    }

    // Whatever came may have made room in a queue, or emptied the last one.
    private void AfterAll(object message)
    {
        if (message is ChannelState or LinkBroken or DropQueues)
            _outbox.Pump();
        if (_drainer is null || !_outbox.IsDrained || _outgoing.Values.Any(channel => channel is { Count: > 0, IsHopeful: true }))
            return;
        _drainer.Tell(Drained.Instance);
        _drainer = null;
    }

    private void OnOpen(OpenChannel open)
    {
        if (open.To != _parts.Pid || !_incoming.TryGetValue(open.Pid, out var channel))
        {
            var reason = open.To != _parts.Pid ? $"this is pid {_parts.Pid}, not {open.To}" : $"pid {open.Pid} is not in the config of pid {_parts.Pid}";
            Sender.Tell(new LinkBroken { Link = open.Request, Code = ErrorCodes.Invalid, Reason = reason });
            return;
        }

        _byLink.Remove(channel.Link);
        channel.On(open);
        if (channel.Link != 0)
            _byLink[channel.Link] = channel;
        _outgoing[open.Pid].Nudge();
    }

    private bool TryFind(long link, out ReceiveChannel channel)
    {
        if (_byLink.TryGetValue(link, out channel!) && channel.Link == link)
            return true;
        _byLink.Remove(link);
        TellUnknown(link);
        return false;
    }

    private void OnState(ChannelState state)
    {
        if (!_outgoing.TryGetValue(state.Pid, out var channel))
            return;
        channel.On(state);
        _parts.Counters.Show(channel);
    }

    private void OnDemand(LinkDemand demand)
    {
        if (FindOutgoing(demand.Link) is { } channel)
            channel.On(demand);
        else
            TellUnknown(demand.Link);
    }

    private void OnBroken(LinkBroken broken)
    {
        if (FindOutgoing(broken.Link) is { } sender)
        {
            sender.On(broken);
            _parts.Counters.Show(sender);
        }

        if (_byLink.Remove(broken.Link, out var receiver) && receiver.Link == broken.Link)
            receiver.On(broken);
    }

    // A demand comes once in many envelopes.
    private SendChannel? FindOutgoing(long link) => _outgoing.Values.FirstOrDefault(channel => channel.Owns(link));

    // So that the other end learns at once, and not by a time-out, that this server has been restarted.
    private void TellUnknown(long link) => Sender.Tell(new LinkBroken { Link = link, Code = ErrorCodes.NotFound, Reason = "no such link here" });

    private void OnTick()
    {
        foreach (var channel in _outgoing.Values)
        {
            channel.Tick();
            _parts.Counters.Show(channel);
        }

        foreach (var channel in _incoming.Values)
            channel.Tick();
    }

    private void OnDropQueues(ImmutableArray<int> peers)
    {
        foreach (var channel in peers.Select(peer => _outgoing[peer]).Where(channel => channel.Count > 0 && _parts.Partition.IsCut(channel.Peer)))
        {
            _parts.Counters.Dropped(channel.Count);
            channel.Clear(code: "");
            _parts.Counters.Show(channel);
        }
    }

    private void OnSettled(int peer, Outgoing envelope, string? code)
    {
        if (code is null)
        {
            _parts.Counters.Delivered();
            envelope.Receipt?.Delivered(peer);
        }
        else if (code.Length > 0)
        {
            envelope.Receipt?.Failed(code, $"pid {peer} did not get the envelope ({code})");
        }
    }

    // A peer that is wrong in some way says so again and again.
    private void OnTrouble(int peer, string reason)
    {
        if (_troubles.TryGetValue(peer, out var last) && last == reason)
            return;
        _troubles[peer] = reason;
        _log.Info("Link with pid {0}: {1}", peer, reason);
    }

    // The random half of an id: 63 bits that nobody guesses.
    private static long NewNumber() => (long)(ulong)(IdSource.System.Next() & long.MaxValue) | 1;
}
