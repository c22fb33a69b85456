using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Actors.Cluster.Internal;

/// <summary>Keeps the list of <see cref="KnownPeers"/> in step with the membership while this node is a member.</summary>
internal sealed class PeerWatch : UntypedActor
{
    public const string ActorName = "peers";

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MemberBook _book = new();
    private readonly KnownPeers _peers;
    private IReadOnlyList<string>? _written;

    public PeerWatch(KnownPeers peers) => _peers = peers;

    // Writing waits for the disk, so it has a thread of its own.
    public static Props Props(KnownPeers peers) => Akka.Actor.Props.Create(() => new PeerWatch(peers)).WithDispatcher("actors.storage.dispatcher");

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ClusterShuttingDown));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.ClusterShuttingDown:
                // From here on all members are reported as removed. They are not: it is this node that goes, and it wants to find them when it is back.
                Context.Stop(Self);
                return;
            default:
                if (_book.Take(message))
                    break;
                Unhandled(message);
                return;
        }

        // Before it is a member itself a node knows nobody, which is no news about the others.
        if (_book.Has(_cluster.SelfUniqueAddress))
            Keep();
    }

    private void Keep()
    {
        // The oldest: they have lasted, and a list that follows every newcomer in a large cluster would be written all the time.
        string[] peers =
        [
            .. _book.Members.Where(member => member.Address != _cluster.SelfAddress)
                .Order(Member.AgeOrdering).Select(member => $"{member.Address.Host}:{member.Address.Port}").Distinct().Take(KnownPeers.Most),
        ];
        if (_written != null && peers.ToHashSet().SetEquals(_written))
            return;
        try
        {
            _peers.Write(peers);
            _written = peers;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.Warning("The list of members for this node's next start cannot be written: {0}", failure.Message);
        }
    }
}
