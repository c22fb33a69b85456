using Akka.Actor;
using Akka.Actor.Dsl;
using Xunit;

namespace Akka.Tests.Actor;

public class DslTests : ActorTest
{
    [Fact]
    public void A_lambda_describes_an_actor()
    {
        var actor = Sys.ActorOf(act =>
        {
            act.Receive<int>((number, context) => context.Sender.Tell(number + 1), number => number > 0);
            act.ReceiveAsync<string>(async (text, context) =>
            {
                await Task.Yield();
                context.Sender.Tell(text + "!");
            });
            act.ReceiveAny((message, context) => context.Sender.Tell("any"));
        }, "act");
        foreach (var message in new object[] { 1, -1, "text" }) actor.Tell(message);
        ExpectMsg(2);
        ExpectMsg("any");
        ExpectMsg("text!");
        Assert.Equal("act", actor.Path.Name);
    }

    [Fact]
    public void Hooks_replace_the_ones_of_the_actor_and_may_call_them()
    {
        var actor = Sys.ActorOf(act =>
        {
            act.OnPreStart = _ => TestActor.Tell("start");
            act.OnPostStop = _ => TestActor.Tell("stop");
            act.OnPreRestart = (cause, message, _) =>
            {
                TestActor.Tell("restart");
                act.DefaultPreRestart(cause, message);
            };
            act.OnPostRestart = (cause, _) =>
            {
                TestActor.Tell("restarted after " + cause.Message);
                act.DefaultPostRestart(cause);
            };
            act.Receive<BangException>((bang, _) => throw bang);
        });
        ExpectMsg("start");
        actor.Tell(new BangException());
        foreach (var hook in new[] { "restart", "stop", "restarted after bang", "start" }) ExpectMsg(hook);
    }

    [Fact]
    public void Behaviours_can_be_stacked()
    {
        var actor = Sys.ActorOf(act => act.Receive<string>((text, context) => act.BecomeStacked((message, inner) =>
        {
            inner.Sender.Tell($"became {message}");
            act.UnbecomeStacked();
        })));
        foreach (var message in new[] { "switch", "one", "switch", "two" }) actor.Tell(message);
        ExpectMsg("became one");
        ExpectMsg("became two");
    }

    [Fact]
    public void Children_follow_the_strategy()
    {
        Sys.ActorOf((act, context) =>
        {
            act.Strategy = new OneForOneStrategy(_ => Directive.Stop);
            var child = act.ActorOf(inner => inner.Receive<BangException>((bang, _) => throw bang), "child");
            context.WatchWith(child, "child is gone");
            act.Receive<string>((text, _) => TestActor.Tell(text));
            child.Tell(new BangException());
        });
        ExpectMsg("child is gone");
    }
}
