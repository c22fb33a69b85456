using System.Collections.Immutable;
using Akka.Event;

namespace Actors.Messaging.Internal;

/// <summary>There is something in the outbox, or room for it.</summary>
internal sealed class OutboxReady : IDeadLetterSuppression
{
    public static readonly OutboxReady Instance = new();
}

/// <summary>There is room in the inbox.</summary>
internal sealed class InboxReady : IDeadLetterSuppression
{
    public static readonly InboxReady Instance = new();
}

/// <summary>The envelopes that were in the mailbox are taken: their senders may be told, of all at once.</summary>
internal sealed class TellStates
{
    public static readonly TellStates Instance = new();
}

internal sealed class ServerTick
{
    public static readonly ServerTick Instance = new();
}

/// <summary>Nothing is waited for any more: the server is stopped.</summary>
internal sealed class WaitEnded : IDeadLetterSuppression
{
    public static readonly WaitEnded Instance = new();
}

/// <summary>The server was cut off from these peers: what waits for them is dropped.</summary>
internal sealed record DropQueues(ImmutableArray<int> Peers);

/// <summary>Answered by <see cref="Drained"/> when all that can leave soon has left.</summary>
internal sealed class Drain
{
    public static readonly Drain Instance = new();
}

internal sealed class Drained
{
    public static readonly Drained Instance = new();
}
