#nullable disable annotations
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Remote.Internal;

namespace Akka.Remote;

public partial class RemoteWatcher
{
    /// <summary>A watch of an actor of another node, or its end.</summary>
    public abstract class WatchCommand : IInNodeMessage
    {
        protected WatchCommand(IInternalActorRef watchee, IInternalActorRef watcher)
        {
            Watchee = watchee;
            Watcher = watcher;
        }

        public IInternalActorRef Watchee { get; }

        public IInternalActorRef Watcher { get; }
    }

    public sealed class WatchRemote(IInternalActorRef watchee, IInternalActorRef watcher) : WatchCommand(watchee, watcher);

    public sealed class UnwatchRemote(IInternalActorRef watchee, IInternalActorRef watcher) : WatchCommand(watchee, watcher);

    /// <summary>From watcher to watcher: are you there?</summary>
    public sealed class Heartbeat : IPriorityMessage
    {
        private Heartbeat()
        {
        }

        public static Heartbeat Instance { get; } = new();
    }

    /// <summary>Yes, and this is my incarnation.</summary>
    public class HeartbeatRsp(int addressUid) : IPriorityMessage
    {
        public int AddressUid { get; } = addressUid;
    }

    /// <summary>Time to send heartbeats.</summary>
    public class HeartbeatTick : IInNodeMessage
    {
        private HeartbeatTick()
        {
        }

        public static HeartbeatTick Instance { get; } = new();
    }

    /// <summary>Time to look for nodes that have fallen silent.</summary>
    public class ReapUnreachableTick : IInNodeMessage
    {
        private ReapUnreachableTick()
        {
        }

        public static ReapUnreachableTick Instance { get; } = new();
    }

    /// <summary>A newly watched node should have answered by now: from here on its silence counts.</summary>
    public sealed class ExpectedFirstHeartbeat(Address from) : IInNodeMessage
    {
        public Address From { get; } = from;
    }

    /// <summary>What is being watched; the answer to itself.</summary>
    public sealed class Stats
    {
        public static Stats Empty = Counts(0, 0);

        public Stats(int watching, int watchingNodes) : this(watching, watchingNodes, [], [])
        {
        }

        public Stats(int watching, int watchingNodes, ImmutableHashSet<(IActorRef, IActorRef)> watchingRefs, ImmutableHashSet<Address> watchingAddresses)
        {
            Watching = watching;
            WatchingNodes = watchingNodes;
            WatchingRefs = watchingRefs;
            WatchingAddresses = watchingAddresses;
        }

        public int Watching { get; }

        public int WatchingNodes { get; }

        public ImmutableHashSet<(IActorRef, IActorRef)> WatchingRefs { get; }

        public ImmutableHashSet<Address> WatchingAddresses { get; }

        public static Stats Counts(int watching, int watchingNodes) => new(watching, watchingNodes);

        public Stats Copy(int watching, int watchingNodes, ImmutableHashSet<(IActorRef, IActorRef)> watchingRefs = null,
            ImmutableHashSet<Address> watchingAddresses = null) =>
            new(watching, watchingNodes, watchingRefs ?? WatchingRefs, watchingAddresses ?? WatchingAddresses);

        public override bool Equals(object obj) => obj is Stats other && other.Watching == Watching && other.WatchingNodes == WatchingNodes;

        public override int GetHashCode() => HashCode.Combine(Watching, WatchingNodes);

        public override string ToString() => $"Stats(watching={Watching}, nodes={WatchingNodes})";
    }
}
