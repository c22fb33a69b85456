#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Remote.Serialization;

/// <summary>System messages between nodes: death watch and supervision.</summary>
public sealed class SystemMessageSerializer : Serializer
{
    public SystemMessageSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => (obj switch
    {
        Watch watch => new WireSystemMessage { Watch = Wire(watch.Watchee, watch.Watcher) },
        Unwatch unwatch => new WireSystemMessage { Unwatch = Wire(unwatch.Watchee, unwatch.Watcher) },
        DeathWatchNotification death => new WireSystemMessage
        {
            Death = new WireDeath
            {
                Actor = RefText.Of(death.Actor),
                ExistenceConfirmed = death.ExistenceConfirmed,
                AddressTerminated = death.AddressTerminated,
            },
        },
        Resume resume => new WireSystemMessage { Resume = ExceptionWrapping.Wrap(resume.CausedByFailure) ?? new WireException() },
        Recreate recreate => new WireSystemMessage { Recreate = ExceptionWrapping.Wrap(recreate.Cause) ?? new WireException() },
        Suspend => new WireSystemMessage { Suspend = true },
        Terminate => new WireSystemMessage { Terminate = true },
        Failed failed => new WireSystemMessage
        {
            Failed = new WireFailed { Child = RefText.Of(failed.Child), Cause = ExceptionWrapping.Wrap(failed.Cause), Uid = failed.Uid },
        },
        Supervise supervise => new WireSystemMessage { Supervise = new WireSupervise { Child = RefText.Of(supervise.Child), Async = supervise.Async } },
        _ => throw new ArgumentException($"{GetType()} cannot serialize {obj?.GetType()}", nameof(obj)),
    }).ToByteArray();

    public override object FromBinary(byte[] bytes, Type type)
    {
        try
        {
            return Read(bytes);
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Malformed.Message(nameof(SystemMessageSerializer), "", e);
        }
    }

    private object Read(byte[] bytes)
    {
        var wire = WireSystemMessage.Parser.ParseFrom(bytes);
        return wire.KindCase switch
        {
            WireSystemMessage.KindOneofCase.Watch => new Watch(Ref(wire.Watch.Watchee), Ref(wire.Watch.Watcher)),
            WireSystemMessage.KindOneofCase.Unwatch => new Unwatch(Ref(wire.Unwatch.Watchee), Ref(wire.Unwatch.Watcher)),
            WireSystemMessage.KindOneofCase.Death =>
                new DeathWatchNotification(Ref(wire.Death.Actor), wire.Death.ExistenceConfirmed, wire.Death.AddressTerminated),
            WireSystemMessage.KindOneofCase.Resume => new Resume(wire.Resume.Type.Length == 0 ? null : ExceptionWrapping.Unwrap(wire.Resume)),
            WireSystemMessage.KindOneofCase.Recreate => new Recreate(wire.Recreate.Type.Length == 0 ? null : ExceptionWrapping.Unwrap(wire.Recreate)),
            WireSystemMessage.KindOneofCase.Suspend => new Suspend(),
            WireSystemMessage.KindOneofCase.Terminate => new Terminate(),
            WireSystemMessage.KindOneofCase.Failed => new Failed(Ref(wire.Failed.Child), ExceptionWrapping.Unwrap(wire.Failed.Cause), wire.Failed.Uid),
            WireSystemMessage.KindOneofCase.Supervise => new Supervise(Ref(wire.Supervise.Child), wire.Supervise.Async),
            _ => throw new SerializationException("An empty system message"),
        };
    }

    private static WireWatch Wire(IActorRef watchee, IActorRef watcher) => new() { Watchee = RefText.Of(watchee), Watcher = RefText.Of(watcher) };

    private IInternalActorRef Ref(string text) => RefText.Resolve(system, text) ?? throw new SerializationException("A system message without its actor");
}
