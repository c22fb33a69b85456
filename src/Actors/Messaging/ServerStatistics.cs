using System.Collections.Immutable;

namespace Actors.Messaging;

/// <summary>What a server has done since it was made, over all its starts. A broadcast counts once a receiver.</summary>
/// <param name="Sent">Envelopes that were put into a peer's queue.</param>
/// <param name="Delivered">Of them, those that a peer has confirmed to have in its inbox.</param>
/// <param name="Received">Envelopes that were put into this server's inbox.</param>
/// <param name="Dropped">Envelopes, leaving or arriving, that were lost on purpose: by a partition, a full queue, a stop, or because they could not be read.</param>
/// <param name="Peers">By pid.</param>
public sealed record ServerStatistics(long Sent, long Delivered, long Received, long Dropped, ImmutableSortedDictionary<int, PeerStatistics> Peers);

/// <summary>What a server knows of one of its peers.</summary>
/// <param name="IsConnected">A link to it is open. It is opened by the first envelope, and lost with some delay.</param>
/// <param name="QueueLength">Envelopes that it has not confirmed.</param>
/// <param name="QueueBytes">Their size.</param>
public sealed record PeerStatistics(bool IsConnected, int QueueLength, long QueueBytes);
