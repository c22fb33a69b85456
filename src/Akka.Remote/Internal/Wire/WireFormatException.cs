namespace Akka.Remote.Internal.Wire;

/// <summary>The peer sent bytes that no correct peer sends. The session that reads them closes the connection and logs the message.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
