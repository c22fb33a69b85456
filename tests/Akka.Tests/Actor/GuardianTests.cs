using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Actor;

public class GuardianTests() : ActorTest("""akka.actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy" """)
{
    [Fact]
    public void The_strategy_of_the_user_guardian_can_be_configured()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Fragile()));
        Watch(actor);
        actor.Tell(new BangException());
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_strategy_that_is_none_is_refused_with_its_setting()
    {
        var problem = Assert.ThrowsAny<ConfigurationException>(
            () => ActorSystem.Create("wrong", "akka { actor.guardian-supervisor-strategy = Nonsense, loggers = [], stdout-loglevel = OFF }"));
        Assert.Contains("akka.actor.guardian-supervisor-strategy", problem.Message);
    }

    [Fact]
    public void The_tree_of_actors_can_be_printed()
    {
        Sys.ActorOf(Props.Create(() => new Fragile()), "fragile");
        var tree = ((ExtendedActorSystem)Sys).PrintTree();
        Assert.Contains("user", tree);
        Assert.Contains("fragile", tree);
        Assert.Contains("system", tree);
    }

    private sealed class Fragile : UntypedActor
    {
        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
