using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Remote;

/// <summary>Tells this incarnation of the actor system from earlier ones on the same address.</summary>
public class AddressUid : IExtension
{
    public readonly int Uid;

    internal AddressUid(int uid) => Uid = uid;
}

/// <summary>Gives each actor system its <see cref="AddressUid"/>.</summary>
public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    public override AddressUid CreateExtension(ExtendedActorSystem system) => new((int)((ActorSystemImpl)system).NewUid());

    public static int Uid(ActorSystem system) => new AddressUidExtension().Apply(system).Uid;
}
