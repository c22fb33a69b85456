using Akka.Actor;

namespace Akka.Util;

/// <summary>A stand-in that travels in place of an object that only makes sense inside one actor system.</summary>
public interface ISurrogate
{
    ISurrogated FromSurrogate(ActorSystem system);
}

/// <summary>An object that is replaced by its <see cref="ISurrogate"/> when it is serialized.</summary>
public interface ISurrogated
{
    ISurrogate ToSurrogate(ActorSystem system);
}
