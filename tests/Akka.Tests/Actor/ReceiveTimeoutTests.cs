using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class ReceiveTimeoutTests : VirtualTimeTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_actor_that_receives_nothing_for_the_time_gets_ReceiveTimeout()
    {
        Waiting();
        Time.Advance(Second * 0.9);
        Assert.False(HasMessages);
        Time.Advance(Second * 0.1);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void A_message_starts_the_time_again()
    {
        var actor = Waiting();
        Time.Advance(Second * 0.9);
        actor.Tell("message");
        ExpectMsg("message");
        Time.Advance(Second * 0.9);
        Assert.False(HasMessages);
        Time.Advance(Second * 0.1);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void A_message_that_must_not_influence_it_does_not()
    {
        var actor = Waiting();
        Time.Advance(Second * 0.9);
        actor.Tell(new Unobtrusive());
        ExpectMsg<Unobtrusive>();
        Time.Advance(Second * 0.1);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void It_comes_again_and_again()
    {
        Waiting();
        for (var round = 0; round < 3; round++)
        {
            Time.Advance(Second);
            ExpectMsg<ReceiveTimeout>();
        }
    }

    [Fact]
    public void Null_switches_it_off()
    {
        var actor = Waiting();
        actor.Tell(new SetTimeout(null));
        Time.Advance(Second * 10);
        Assert.False(HasMessages);
    }

    [Fact]
    public void It_can_be_changed()
    {
        var actor = Waiting();
        actor.Tell(new SetTimeout(Second * 5));
        Time.Advance(Second * 4.9);
        Assert.False(HasMessages);
        Time.Advance(Second * 0.1);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void A_stopped_actor_gets_none()
    {
        var actor = Waiting();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        Time.Advance(Second * 2);
        Assert.False(HasMessages);
    }

    [Fact]
    public void The_context_knows_the_time_that_is_set()
    {
        var actor = Waiting();
        actor.Tell("time?");
        ExpectMsg(Second);
    }

    private IActorRef Waiting() => Synchronous(Props.Create(() => new Waiter(TestActor)));

    private sealed record SetTimeout(TimeSpan? Time);

    private sealed record Unobtrusive : INotInfluenceReceiveTimeout;

    private sealed class Waiter : ReceiveActor
    {
        public Waiter(IActorRef log)
        {
            SetReceiveTimeout(Second);
            Receive<SetTimeout>(set => SetReceiveTimeout(set.Time));
            Receive<string>(text => text == "time?", _ => log.Tell(Context.ReceiveTimeout));
            ReceiveAny(log.Tell);
        }
    }
}
