using System.Security.Authentication;
using Akka.Remote.Internal.Handshakes;

namespace Akka.Remote.Internal.Associations;

/// <summary>How a session ended; with neither field set, the peer closed in an orderly way.</summary>
/// <param name="Refusal">The handshake failed, by either side.</param>
/// <param name="Cause">The connection broke or the peer sent nonsense.</param>
internal readonly record struct SessionEnd(Refusal? Refusal, Exception? Cause)
{
    public string Reason => Refusal?.Text ?? Cause switch
    {
        null => "closed by the peer",
        // What the runtime says of a peer that speaks no TLS ("corrupted frame") does not say so.
        AuthenticationException failure => $"the TLS handshake failed: {failure.Message}",
        var failure => failure.Message,
    };

    public Exception ToException() => Cause ?? new RemoteTransportException(Reason);
}
