namespace Akka.Actor;

/// <summary>An actor each of whose messages is logged at debug level when <c>akka.actor.debug.receive</c> is on.</summary>
public interface ILogReceive;
