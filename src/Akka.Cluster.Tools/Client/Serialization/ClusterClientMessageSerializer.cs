#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Tools.Client.Internal;
using Akka.Cluster.Tools.PublishSubscribe.Serialization;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Cluster.Tools.Client.Serialization;

/// <summary>Writes what clients and receptionists say to each other as Protocol Buffers; the user's messages in it by their own serializers.</summary>
public class ClusterClientMessageSerializer : SerializerWithStringManifest
{
    // Frozen: they are in the streams of nodes of other versions.
    private const string GetContactsManifest = "GC";
    private const string ContactsManifest = "C";
    private const string HeartbeatManifest = "H";
    private const string HeartbeatRspManifest = "HR";
    private const string ShutdownManifest = "RS";
    private const string SendManifest = "S";
    private const string SendToAllManifest = "SA";
    private const string PublishManifest = "P";

    public ClusterClientMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override string Manifest(object o) => o switch
    {
        ReceptionistProtocol.GetContacts => GetContactsManifest,
        ReceptionistProtocol.Contacts => ContactsManifest,
        ReceptionistProtocol.Heartbeat => HeartbeatManifest,
        ReceptionistProtocol.HeartbeatRsp => HeartbeatRspManifest,
        ReceptionistProtocol.ReceptionistShutdown => ShutdownManifest,
        ClusterClient.Send => SendManifest,
        ClusterClient.SendToAll => SendToAllManifest,
        ClusterClient.Publish => PublishManifest,
        _ => throw Unknown(o)
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        ReceptionistProtocol.Contacts m => new WireContacts { Paths = { m.Paths } }.ToByteArray(),
        ReceptionistProtocol => [],
        ClusterClient.Send m => new WireClientSend
        {
            Path = m.Path,
            LocalAffinity = m.LocalAffinity,
            Content = WireContents.Write(system, m.Message)
        }.ToByteArray(),
        ClusterClient.SendToAll m => new WireClientSendToAll { Path = m.Path, Content = WireContents.Write(system, m.Message) }.ToByteArray(),
        ClusterClient.Publish m => new WireClientPublish { Topic = m.Topic, Content = WireContents.Write(system, m.Message) }.ToByteArray(),
        _ => throw Unknown(obj)
    };

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return Read(bytes, manifest);
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Malformed.Message(nameof(ClusterClientMessageSerializer), manifest, e);
        }
    }

    private object Read(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case GetContactsManifest:
                return ReceptionistProtocol.GetContacts.Instance;
            case ContactsManifest:
                return new ReceptionistProtocol.Contacts([.. WireContacts.Parser.ParseFrom(bytes).Paths]);
            case HeartbeatManifest:
                return ReceptionistProtocol.Heartbeat.Instance;
            case HeartbeatRspManifest:
                return ReceptionistProtocol.HeartbeatRsp.Instance;
            case ShutdownManifest:
                return ReceptionistProtocol.ReceptionistShutdown.Instance;
            case SendManifest:
                var send = WireClientSend.Parser.ParseFrom(bytes);
                return new ClusterClient.Send(send.Path, WireContents.Read(system, send.Content), send.LocalAffinity);
            case SendToAllManifest:
                var sendToAll = WireClientSendToAll.Parser.ParseFrom(bytes);
                return new ClusterClient.SendToAll(sendToAll.Path, WireContents.Read(system, sendToAll.Content));
            case PublishManifest:
                var publish = WireClientPublish.Parser.ParseFrom(bytes);
                return new ClusterClient.Publish(publish.Topic, WireContents.Read(system, publish.Content));
            default:
                throw new SerializationException($"{nameof(ClusterClientMessageSerializer)} knows no manifest [{manifest}].");
        }
    }

    private static ArgumentException Unknown(object o) => new($"{nameof(ClusterClientMessageSerializer)} cannot serialize {o?.GetType()}.", nameof(o));
}
