namespace Akka.Remote.Internal.Network;

/// <summary>Receives what a connection reads, one call at a time.</summary>
internal interface IConnectionSink
{
    /// <summary>The most bytes that the connection may keep for this sink while a frame is incomplete. May grow, never shrinks.</summary>
    int BufferLimit { get; }

    /// <summary>
    /// Everything that has arrived and was not consumed yet; returns how many bytes are consumed now. An exception
    /// closes the connection and comes back in <see cref="OnClosed"/>.
    /// </summary>
    int OnBytes(ReadOnlySpan<byte> bytes);

    /// <summary>The last call, exactly once. No cause: the peer closed in an orderly way.</summary>
    void OnClosed(Exception? cause);
}
