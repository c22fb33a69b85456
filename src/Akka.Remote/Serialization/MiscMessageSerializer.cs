#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Remote.Serialization;

/// <summary>The engine's small messages: Identify and its answer, refs, statuses, heartbeats, PoisonPill and Kill, configs.</summary>
public sealed class MiscMessageSerializer : SerializerWithStringManifest
{
    // Frozen: they are in the streams of nodes of other versions.
    private const string IdentifyManifest = "ID";
    private const string ActorIdentityManifest = "AID";
    private const string ActorRefManifest = "AR";
    private const string PoisonPillManifest = "PP";
    private const string KillManifest = "K";
    private const string SuccessManifest = "SS";
    private const string FailureManifest = "SF";
    private const string HeartbeatManifest = "RWHB";
    private const string HeartbeatRspManifest = "RWHR";
    private const string ConfigManifest = "C";

    public MiscMessageSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override string Manifest(object obj) => obj switch
    {
        Identify => IdentifyManifest,
        ActorIdentity => ActorIdentityManifest,
        IActorRef => ActorRefManifest,
        PoisonPill => PoisonPillManifest,
        Kill => KillManifest,
        Status.Success => SuccessManifest,
        Status.Failure => FailureManifest,
        RemoteWatcher.Heartbeat => HeartbeatManifest,
        RemoteWatcher.HeartbeatRsp => HeartbeatRspManifest,
        Config => ConfigManifest,
        _ => throw Unknown(obj),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        Identify identify => new WireIdentify { MessageId = PayloadWrapping.Wrap(system, identify.MessageId) }.ToByteArray(),
        ActorIdentity identity => new WireActorIdentity
        {
            MessageId = PayloadWrapping.Wrap(system, identity.MessageId),
            Subject = RefText.Of(identity.Subject),
        }.ToByteArray(),
        IActorRef actor => new WireActorRef { Path = RefText.Of(actor) }.ToByteArray(),
        PoisonPill or Kill or RemoteWatcher.Heartbeat => [],
        Status.Success success => new WireStatus { Value = PayloadWrapping.Wrap(system, success.Status) }.ToByteArray(),
        Status.Failure failure => new WireStatus
        {
            Cause = ExceptionWrapping.Wrap(failure.Cause),
            Value = PayloadWrapping.Wrap(system, failure.State),
        }.ToByteArray(),
        RemoteWatcher.HeartbeatRsp answer => new WireHeartbeatAnswer { Uid = answer.AddressUid }.ToByteArray(),
        Config config => System.Text.Encoding.UTF8.GetBytes(config.Root.ToString()),
        _ => throw Unknown(obj),
    };

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return Read(bytes, manifest);
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Malformed.Message(nameof(MiscMessageSerializer), manifest, e);
        }
    }

    private object Read(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case IdentifyManifest:
                return new Identify(PayloadWrapping.Unwrap(system, WireIdentify.Parser.ParseFrom(bytes).MessageId));
            case ActorIdentityManifest:
                var identity = WireActorIdentity.Parser.ParseFrom(bytes);
                return new ActorIdentity(PayloadWrapping.Unwrap(system, identity.MessageId), RefText.Resolve(system, identity.Subject));
            case ActorRefManifest:
                return RefText.Resolve(system, WireActorRef.Parser.ParseFrom(bytes).Path) ?? throw new SerializationException("A reference without a path");
            case PoisonPillManifest:
                return PoisonPill.Instance;
            case KillManifest:
                return Kill.Instance;
            case SuccessManifest:
                return new Status.Success(PayloadWrapping.Unwrap(system, WireStatus.Parser.ParseFrom(bytes).Value));
            case FailureManifest:
                var failure = WireStatus.Parser.ParseFrom(bytes);
                return new Status.Failure(ExceptionWrapping.Unwrap(failure.Cause), PayloadWrapping.Unwrap(system, failure.Value));
            case HeartbeatManifest:
                return RemoteWatcher.Heartbeat.Instance;
            case HeartbeatRspManifest:
                return new RemoteWatcher.HeartbeatRsp(WireHeartbeatAnswer.Parser.ParseFrom(bytes).Uid);
            case ConfigManifest:
                return ConfigurationFactory.ParseString(System.Text.Encoding.UTF8.GetString(bytes));
            default:
                throw new SerializationException($"{GetType()} knows no manifest [{manifest}]");
        }
    }

    private ArgumentException Unknown(object obj) => new($"{GetType()} cannot serialize {obj?.GetType()}", nameof(obj));
}
