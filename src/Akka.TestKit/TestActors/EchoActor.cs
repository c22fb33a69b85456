using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Sends what it receives to the test actor, and back to the sender unless told otherwise or the sender is the test actor.</summary>
public class EchoActor : ReceiveActor
{
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
    {
        ArgumentNullException.ThrowIfNull(testkit);
        ReceiveAny(message =>
        {
            var sender = Sender;
            var testActor = testkit.TestActor;
            if (echoBackToSenderAsWell && !testActor.Equals(sender)) sender.Tell(message, Self);
            // As if the sender had told the test actor, so that a test can check who it was.
            testActor.Tell(message, sender);
        });
    }

    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}
