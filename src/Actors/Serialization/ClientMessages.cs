using Actors.Client;

namespace Actors.Serialization;

/// <summary>The messages of client.proto.</summary>
internal static class ClientMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("C1", Hello.Parser),
        WireMessage.Of("C2", Welcome.Parser),
        WireMessage.Of("C3", RequestFailed.Parser),
        WireMessage.Of("C4", PutContent.Parser),
        WireMessage.Of("C5", BeginPut.Parser),
        WireMessage.Of("C6", PutDone.Parser),
        WireMessage.Of("C7", GetContent.Parser),
        WireMessage.Of("C8", ContentFound.Parser),
        WireMessage.Of("C9", FindContent.Parser),
        WireMessage.Of("C10", ContentShown.Parser),
        WireMessage.Of("C11", ListContents.Parser),
        WireMessage.Of("C12", ContentsListed.Parser),
        WireMessage.Of("C13", ShowCluster.Parser),
        WireMessage.Of("C14", ClusterShown.Parser),
        WireMessage.Of("C15", ShowRing.Parser),
        WireMessage.Of("C16", RingShown.Parser),
    ];
}
