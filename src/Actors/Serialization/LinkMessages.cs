using Actors.Links;

namespace Actors.Serialization;

/// <summary>The messages of links.proto.</summary>
internal static class LinkMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("L1", LinkData.Parser),
        WireMessage.Of("L2", LinkDemand.Parser),
        WireMessage.Of("L3", LinkIdle.Parser),
        WireMessage.Of("L4", LinkBroken.Parser),
    ];
}
