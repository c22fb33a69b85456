using System.Collections.Immutable;
using Akka.Event;

namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>What mediators say to each other.</summary>
/// <remarks>
/// <code>
/// mediator                         another
///   Status(versions)       --->                at each gossip tick, to one at random
///                          &lt;---  Delta         what the first lacks
///                          &lt;---  Status        if the first has more; answered by a Delta
///   Delta                  --->                at once after a change, to a few
///   DeliverToTopic         --->                a published message, to each node with subscribers
/// </code>
/// </remarks>
internal abstract record MediatorProtocol : IDistributedPubSubMessage
{
    // The next round says it again, so one that meets no mediator, on a node that is just starting or leaving, is not worth a line in the log.
    internal sealed record Status(ImmutableSortedDictionary<UniqueAddress, long> Versions, bool IsReply) : MediatorProtocol, IDeadLetterSuppression;

    internal sealed record Delta(ImmutableArray<BucketDelta> Buckets) : MediatorProtocol;

    /// <param name="Group">Null for the subscribers without a group; else one of the group gets it.</param>
    internal sealed record DeliverToTopic(string Topic, string? Group, object Message) : MediatorProtocol;
}
