using Akka.Remote.Internal.Handshakes;

namespace Akka.Remote.Internal.Associations;

/// <summary>How a session ended; with neither field set, the peer closed in an orderly way.</summary>
/// <param name="Refusal">The handshake failed, by either side.</param>
/// <param name="Cause">The connection broke or the peer sent nonsense.</param>
internal readonly record struct SessionEnd(Refusal? Refusal, Exception? Cause)
{
    public string Reason => Refusal?.Text ?? Cause?.Message ?? "closed by the peer";

    public Exception ToException() => Cause ?? new RemoteTransportException(Reason);
}
