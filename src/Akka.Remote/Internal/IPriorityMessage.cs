namespace Akka.Remote.Internal;

/// <summary>Small and urgent: travels on the control connection, past all user messages. For heartbeats.</summary>
internal interface IPriorityMessage;
