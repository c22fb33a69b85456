namespace Akka.Actor;

internal sealed partial class ActorCell
{
    /// <summary>Runs the current behaviour on the calling thread, past the mailbox; for the TestKit, which promises that nothing else runs the actor meanwhile.</summary>
    internal void ReceiveMessageForTest(Envelope envelope) => UseThreadContext(() =>
    {
        _message = envelope.Message;
        _sender = envelope.Sender;
        ReceiveMessage(envelope.Message);
    });
}
