using Akka.Actor;

namespace Akka.Remote.Internal.Associations;

/// <summary>A system message off the wire. Without recipient it only takes its number's place.</summary>
internal sealed record InboundSystemMessage(long Mark, IInternalActorRef? Recipient, object? Message);
