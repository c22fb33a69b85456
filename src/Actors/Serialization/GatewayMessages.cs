using Actors.Gateways;

namespace Actors.Serialization;

/// <summary>The messages of gateway.proto.</summary>
internal static class GatewayMessages
{
    public static WireMessage[] All { get; } = [WireMessage.Of("G1", GatewayAnnounced.Parser)];
}
