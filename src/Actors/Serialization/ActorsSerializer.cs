using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Actors.Serialization;

/// <summary>
/// Writes the product's messages, all of them Protocol Buffers, under short manifests. Only types of its table are ever read: a name that came off the wire
/// finds a message there or nowhere.
/// </summary>
public sealed class ActorsSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Part of the wire format; the same on all nodes for good.</summary>
    public const int SerializerId = 9001;

    public override int Identifier => SerializerId;

    public override string Manifest(object o) => MessageTable.ManifestOf(o.GetType());

    public override byte[] ToBinary(object obj) => obj is IMessage message
        ? message.ToByteArray()
        : throw new ArgumentException($"{obj.GetType()} is no message of the product.", nameof(obj));

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest == LinkMessages.DataManifest && LinkDataReader.TryRead(bytes, out var data) ? data : MessageTable.ParserOf(manifest).ParseFrom(bytes);
}
