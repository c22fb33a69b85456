using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;

namespace Akka.Tests.Actor;

/// <summary>A quiet system for each test.</summary>
public abstract class ActorTest(string config = "") : TestKit.Xunit2.TestKit(ConfigurationFactory.ParseString(config).WithFallback(Quiet))
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = OFF }");

    /// <summary>An actor that tells the test actor everything; handles a latch by waiting for it.</summary>
    protected IActorRef Recorder(string? name = null)
    {
        var props = Props.Create(() => new Recorder(TestActor));
        return name is null ? Sys.ActorOf(props) : Sys.ActorOf(props, name);
    }

    /// <summary>Keeps an actor busy until the latch opens, so that messages can pile up behind; returns when it is busy.</summary>
    protected TestLatch Occupy(IActorRef actor)
    {
        var occupation = new Occupation(CreateTestLatch(), CreateTestLatch());
        actor.Tell(occupation);
        occupation.Begun.Ready();
        return occupation.Over;
    }
}

/// <summary>Time stands still until the test moves it. Actors on the calling thread are done with a message when Tell returns.</summary>
public abstract class VirtualTimeTest(string config = "") : ActorTest(config + "\nakka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
{
    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    protected IActorRef Synchronous(Props props) => Sys.ActorOf(props.WithDispatcher(CallingThreadDispatcher.Id));
}

public sealed record Occupation(TestLatch Begun, TestLatch Over)
{
    public void Run()
    {
        Begun.CountDown();
        Over.Ready();
    }
}

public class Recorder(IActorRef log) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is Occupation occupation) occupation.Run();
        else log.Forward(message);
    }
}

public sealed class BangException(string message = "bang") : Exception(message);
