using Actors.Messaging;

namespace Actors.Serialization;

/// <summary>The messages of messaging.proto. (Frames of envelopes are the payload of links, no messages of their own.)</summary>
internal static class MessagingMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("M1", OpenChannel.Parser),
        WireMessage.Of("M2", ChannelState.Parser),
    ];
}
