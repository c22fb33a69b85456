namespace Actors.Messaging;

/// <summary>What happens to an envelope for a peer whose queue is full: it is down, or does not read its inbox.</summary>
public enum FullQueuePolicy
{
    /// <summary>The outbox waits until there is room. Whoever writes to it waits as well, for this peer's sake, with envelopes for others too.</summary>
    Wait,

    /// <summary>The envelope is dropped and counted; envelopes for others go on.</summary>
    DropNewest,
}
