namespace Akka.Remote.Internal.Wire;

/// <summary>A message does not fit into a frame. It is lost at the sender; nothing of it has been written.</summary>
internal sealed class OversizeMessageException(long frameBytes, int maxFrameBytes) : Exception(
    $"it needs a frame of {frameBytes} bytes, allowed are {maxFrameBytes} (akka.remote.dot-netty.tcp.maximum-frame-size here or at the peer)");
