using Actors.Links;

namespace Actors.Serialization;

/// <summary>The messages of links.proto.</summary>
internal static class LinkMessages
{
    /// <summary>Of <see cref="LinkData"/>, nearly all of the bytes that travel.</summary>
    public const string DataManifest = "L1";

    public static WireMessage[] All { get; } =
    [
        WireMessage.Of(DataManifest, LinkData.Parser),
        WireMessage.Of("L2", LinkDemand.Parser),
        WireMessage.Of("L3", LinkIdle.Parser),
        WireMessage.Of("L4", LinkBroken.Parser),
    ];
}
