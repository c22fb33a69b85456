#nullable disable annotations
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message as a test actor received it.</summary>
public abstract class MessageEnvelope
{
    public abstract object Message { get; }

    public abstract IActorRef Sender { get; }
}

/// <summary>Stands for "nothing was received".</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    public static NullMessageEnvelope Instance = new();

    private NullMessageEnvelope() { }

    public override object Message => throw new IllegalActorStateException("No message has been received");

    public override IActorRef Sender => throw new IllegalActorStateException("No message has been received, so there is no sender");

    public override string ToString() => "<no message>";
}

/// <summary>A message and who sent it.</summary>
public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    public override object Message { get; } = message;

    public override IActorRef Sender { get; } = sender;

    public override string ToString() => $"<{Message}> from {(Sender is null ? "nobody" : Sender.Path)}";
}
