using Google.Protobuf;

namespace Actors.Serialization;

/// <summary>A message of the wire format. Manifests are a feature's letter and a number, and are never used again for another message.</summary>
internal sealed record WireMessage(string Manifest, Type Type, MessageParser Parser)
{
    public static WireMessage Of<T>(string manifest, MessageParser<T> parser)
        where T : IMessage<T> => new(manifest, typeof(T), parser);
}
