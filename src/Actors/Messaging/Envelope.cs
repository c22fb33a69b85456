namespace Actors.Messaging;

/// <summary>The unit of messaging: whom it is for, a number of the sender's own, and the message.</summary>
/// <param name="Pid">When sent: the receiver's, or <see cref="Envelope.Broadcast"/>. On arrival: the sender's.</param>
/// <param name="MessageId">Carried along for the programs; the servers make nothing of it.</param>
/// <param name="Message">Written when the envelope is given to the server: what is done to the object afterwards does not travel.</param>
public sealed record Envelope<TMessage>(int Pid, long MessageId, TMessage Message);

/// <summary>Makes envelopes.</summary>
public static class Envelope
{
    /// <summary>The pid of all servers but the sender itself.</summary>
    public const int Broadcast = -1;

    public static Envelope<TMessage> To<TMessage>(int pid, TMessage message, long messageId = 0) => new(pid, messageId, message);

    /// <summary>For all other servers.</summary>
    public static Envelope<TMessage> ToAll<TMessage>(TMessage message, long messageId = 0) => new(Broadcast, messageId, message);
}
