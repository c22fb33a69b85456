#nullable disable annotations
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Cluster.Tools.PublishSubscribe.Serialization;

/// <summary>Writes the messages of mediators as Protocol Buffers; the user's messages in them by their own serializers.</summary>
public class DistributedPubSubMessageSerializer : SerializerWithStringManifest
{
    // Frozen: they are in the streams of nodes of other versions.
    private const string StatusManifest = "S";
    private const string DeltaManifest = "D";
    private const string DeliverManifest = "DT";
    private const string PublishManifest = "P";
    private const string SendManifest = "SE";
    private const string SendToAllManifest = "SA";

    public DistributedPubSubMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override string Manifest(object o) => o switch
    {
        MediatorProtocol.Status => StatusManifest,
        MediatorProtocol.Delta => DeltaManifest,
        MediatorProtocol.DeliverToTopic => DeliverManifest,
        Publish => PublishManifest,
        Send => SendManifest,
        SendToAll => SendToAllManifest,
        _ => throw Unknown(o)
    };

    public override byte[] ToBinary(object obj) => Write(obj).ToByteArray();

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return Read(bytes, manifest);
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Malformed.Message(nameof(DistributedPubSubMessageSerializer), manifest, e);
        }
    }

    private IMessage Write(object message) => message switch
    {
        MediatorProtocol.Status m => new WireMediatorStatus
        {
            Versions = { m.Versions.Select(v => new WireVersion { Owner = WireBuckets.Write(v.Key), Version = v.Value }) },
            IsReply = m.IsReply
        },
        MediatorProtocol.Delta m => new WireMediatorDelta { Buckets = { m.Buckets.Select(WireBuckets.Write) } },
        MediatorProtocol.DeliverToTopic m => new WireDeliver
        {
            Topic = m.Topic,
            HasGroup = m.Group is not null,
            Group = m.Group ?? "",
            Content = WireContents.Write(system, m.Message)
        },
        Publish m => new WirePublish
        {
            Topic = m.Topic,
            OneToEachGroup = m.SendOneMessageToEachGroup,
            Content = WireContents.Write(system, m.Message)
        },
        Send m => new WireSend { Path = m.Path, LocalAffinity = m.LocalAffinity, Content = WireContents.Write(system, m.Message) },
        SendToAll m => new WireSendToAll { Path = m.Path, ExcludeSelf = m.ExcludeSelf, Content = WireContents.Write(system, m.Message) },
        _ => throw Unknown(message)
    };

    private object Read(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case StatusManifest:
                var status = WireMediatorStatus.Parser.ParseFrom(bytes);
                return new MediatorProtocol.Status(
                    status.Versions.ToImmutableSortedDictionary(v => WireBuckets.Read(v.Owner), v => v.Version), status.IsReply);
            case DeltaManifest:
                return new MediatorProtocol.Delta([.. WireMediatorDelta.Parser.ParseFrom(bytes).Buckets.Select(b => WireBuckets.Read(system, b))]);
            case DeliverManifest:
                var deliver = WireDeliver.Parser.ParseFrom(bytes);
                return new MediatorProtocol.DeliverToTopic(
                    deliver.Topic, deliver.HasGroup ? deliver.Group : null, WireContents.Read(system, deliver.Content));
            case PublishManifest:
                var publish = WirePublish.Parser.ParseFrom(bytes);
                return new Publish(publish.Topic, WireContents.Read(system, publish.Content), publish.OneToEachGroup);
            case SendManifest:
                var send = WireSend.Parser.ParseFrom(bytes);
                return new Send(send.Path, WireContents.Read(system, send.Content), send.LocalAffinity);
            case SendToAllManifest:
                var sendToAll = WireSendToAll.Parser.ParseFrom(bytes);
                return new SendToAll(sendToAll.Path, WireContents.Read(system, sendToAll.Content), sendToAll.ExcludeSelf);
            default:
                throw new SerializationException($"{nameof(DistributedPubSubMessageSerializer)} knows no manifest [{manifest}].");
        }
    }

    private static ArgumentException Unknown(object o) => new($"{nameof(DistributedPubSubMessageSerializer)} cannot serialize {o?.GetType()}.", nameof(o));
}
