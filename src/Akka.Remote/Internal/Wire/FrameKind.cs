namespace Akka.Remote.Internal.Wire;

/// <summary>The first byte of every frame. Numbers are frozen: they are the wire format.</summary>
internal enum FrameKind : byte
{
    // Handshake: the only kinds allowed before a session is established, and never after.
    Hello = 1,
    Challenge = 2,
    Proof = 3,
    Welcome = 4,
    Refused = 5,

    /// <summary>The first frame that a side sends on an established connection: from now on it sends here, and on no older one.</summary>
    Start = 15,
    /// <summary>A user message, or on the control lane a heartbeat.</summary>
    Message = 16,
    /// <summary>A numbered system message; control lane only.</summary>
    SystemMessage = 17,
    /// <summary>Cumulative acknowledgement of system messages; control lane only.</summary>
    Ack = 18,
    /// <summary>A place in the bulk stream that a system message can wait for; bulk lane only.</summary>
    Mark = 19,
    /// <summary>Says that the peer lives while it has nothing else to say.</summary>
    KeepAlive = 20,
    /// <summary>The last frame of an orderly end.</summary>
    Goodbye = 21,
}
