namespace Akka.Remote.Internal.Handshakes;

/// <summary>
/// What a frame led to: bytes to send, and the end of the handshake when there is one, by the peer's introduction or by a refusal.
/// </summary>
internal readonly record struct HandshakeStep(byte[] Reply, Hello? Established = null, Refusal? Refused = null)
{
    public bool IsOver => Established is not null || Refused is not null;
}
