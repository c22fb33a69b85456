using Akka.Actor;

namespace Akka.Remote.Internal;

/// <summary>A reference to an actor of another node.</summary>
internal interface IRemoteRef : IActorRefScope;
