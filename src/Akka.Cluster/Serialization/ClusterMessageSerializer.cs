#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Akka.Util;
using Google.Protobuf;

namespace Akka.Cluster.Serialization;

/// <summary>Writes what cluster nodes say to each other as Protocol Buffers.</summary>
internal sealed class ClusterMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    // Frozen: they are in the streams of nodes of other versions.
    private const string InitJoinManifest = "IJ";
    private const string InitJoinAckManifest = "IJA";
    private const string InitJoinNackManifest = "IJN";
    private const string JoinManifest = "J";
    private const string WelcomeManifest = "W";
    private const string GossipEnvelopeManifest = "GE";
    private const string GossipStatusManifest = "GS";
    private const string ExitingConfirmedManifest = "EC";
    private const string HeartbeatManifest = "HB";
    private const string HeartbeatRspManifest = "HBR";

    public override string Manifest(object o) => o switch
    {
        ClusterProtocol.InitJoin => InitJoinManifest,
        ClusterProtocol.InitJoinAck => InitJoinAckManifest,
        ClusterProtocol.InitJoinNack => InitJoinNackManifest,
        ClusterProtocol.Join => JoinManifest,
        ClusterProtocol.Welcome => WelcomeManifest,
        ClusterProtocol.GossipEnvelope => GossipEnvelopeManifest,
        ClusterProtocol.GossipStatus => GossipStatusManifest,
        ClusterProtocol.ExitingConfirmed => ExitingConfirmedManifest,
        ClusterProtocol.Heartbeat => HeartbeatManifest,
        ClusterProtocol.HeartbeatRsp => HeartbeatRspManifest,
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
            throw Malformed.Message(nameof(ClusterMessageSerializer), manifest, e);
        }
    }

    private static IMessage Write(object message) => message switch
    {
        ClusterProtocol.InitJoin m => new WireInitJoin { Compatibility = m.Compatibility },
        ClusterProtocol.InitJoinAck m => new WireInitJoinAck { Contact = WireNodes.Write(m.Contact) },
        ClusterProtocol.InitJoinNack m => new WireInitJoinNack { Contact = WireNodes.Write(m.Contact), Reason = m.Reason },
        ClusterProtocol.Join m => new WireJoin
        {
            Node = WireNodes.Write(m.Node),
            Roles = { m.Roles.Order(StringComparer.Ordinal) },
            AppVersion = m.AppVersion.Version
        },
        ClusterProtocol.Welcome m => new WireWelcome { From = WireNodes.Write(m.From), Gossip = GossipWriter.Write(m.Gossip) },
        ClusterProtocol.GossipEnvelope m => new WireGossipEnvelope
        {
            From = WireNodes.Write(m.From),
            To = WireNodes.Write(m.To),
            Gossip = GossipWriter.Write(m.Gossip)
        },
        ClusterProtocol.GossipStatus m => new WireGossipStatus
        {
            From = WireNodes.Write(m.From),
            Version = { WireNodes.Write(m.Version) },
            SeenDigest = m.SeenDigest
        },
        ClusterProtocol.ExitingConfirmed m => new WireExitingConfirmed { Node = WireNodes.Write(m.Node) },
        ClusterProtocol.Heartbeat m => new WireHeartbeat { From = WireNodes.Write(m.From), SequenceNr = m.SequenceNr },
        ClusterProtocol.HeartbeatRsp m => new WireHeartbeatRsp { From = WireNodes.Write(m.From), SequenceNr = m.SequenceNr },
        _ => throw Unknown(message)
    };

    private static ClusterProtocol Read(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case InitJoinManifest:
                return new ClusterProtocol.InitJoin(WireInitJoin.Parser.ParseFrom(bytes).Compatibility);
            case InitJoinAckManifest:
                return new ClusterProtocol.InitJoinAck(WireNodes.Read(WireInitJoinAck.Parser.ParseFrom(bytes).Contact));
            case InitJoinNackManifest:
                var nack = WireInitJoinNack.Parser.ParseFrom(bytes);
                return new ClusterProtocol.InitJoinNack(WireNodes.Read(nack.Contact), nack.Reason);
            case JoinManifest:
                var join = WireJoin.Parser.ParseFrom(bytes);
                return new ClusterProtocol.Join(WireNodes.Read(join.Node), [.. join.Roles], AppVersion.Create(join.AppVersion));
            case WelcomeManifest:
                var welcome = WireWelcome.Parser.ParseFrom(bytes);
                return new ClusterProtocol.Welcome(WireNodes.Read(welcome.From), GossipReader.Read(welcome.Gossip));
            case GossipEnvelopeManifest:
                var envelope = WireGossipEnvelope.Parser.ParseFrom(bytes);
                return new ClusterProtocol.GossipEnvelope(
                    WireNodes.Read(envelope.From), WireNodes.Read(envelope.To), GossipReader.Read(envelope.Gossip));
            case GossipStatusManifest:
                var status = WireGossipStatus.Parser.ParseFrom(bytes);
                return new ClusterProtocol.GossipStatus(WireNodes.Read(status.From), WireNodes.Read(status.Version), status.SeenDigest);
            case ExitingConfirmedManifest:
                return new ClusterProtocol.ExitingConfirmed(WireNodes.Read(WireExitingConfirmed.Parser.ParseFrom(bytes).Node));
            case HeartbeatManifest:
                var heartbeat = WireHeartbeat.Parser.ParseFrom(bytes);
                return new ClusterProtocol.Heartbeat(WireNodes.Read(heartbeat.From), heartbeat.SequenceNr);
            case HeartbeatRspManifest:
                var response = WireHeartbeatRsp.Parser.ParseFrom(bytes);
                return new ClusterProtocol.HeartbeatRsp(WireNodes.Read(response.From), response.SequenceNr);
            default:
                throw new SerializationException($"{nameof(ClusterMessageSerializer)} knows no manifest [{manifest}].");
        }
    }

    private static ArgumentException Unknown(object o) => new($"{nameof(ClusterMessageSerializer)} cannot serialize {o?.GetType()}.", nameof(o));
}
