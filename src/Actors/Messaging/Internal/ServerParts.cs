using System.Collections.Immutable;
using System.Threading.Channels;

namespace Actors.Messaging.Internal;

/// <summary>What a server's actor works with, of one start.</summary>
/// <param name="Pid">The server's own.</param>
/// <param name="Peers">The paths of the other servers' actors, by pid.</param>
/// <param name="Stopped">Cancelled when the server is stopped.</param>
internal sealed record ServerParts(
    int Pid,
    ImmutableSortedDictionary<int, string> Peers,
    ServerSettings Settings,
    ChannelReader<Outgoing> Outbox,
    IInbox Inbox,
    PartitionSwitch Partition,
    Counters Counters,
    CancellationToken Stopped);
