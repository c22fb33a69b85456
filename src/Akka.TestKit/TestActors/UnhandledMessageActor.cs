using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Leaves every message unhandled.</summary>
public class UnhandledMessageActor : ReceiveActor
{
    public UnhandledMessageActor() => ReceiveAny(Unhandled);
}
