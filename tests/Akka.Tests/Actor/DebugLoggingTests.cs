using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class DebugLoggingTests() : ActorTest("akka { loglevel = DEBUG, actor.debug { receive = on, autoreceive = on } }")
{
    [Fact]
    public void Each_message_of_an_actor_that_wants_it_is_logged()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Logged()));
        EventFilter.Debug(source: actor.Path.ToString(), contains: "received hello").ExpectOne(() => actor.Tell("hello"));
    }

    [Fact]
    public void Messages_of_other_actors_are_not_logged()
    {
        var actor = Recorder();
        EventFilter.Debug(contains: "received hello").Expect(0, () =>
        {
            actor.Tell("hello");
            ExpectMsg("hello");
        });
    }

    [Fact]
    public void What_the_engine_handles_itself_is_logged()
    {
        var actor = Recorder();
        EventFilter.Debug(source: actor.Path.ToString(), contains: "PoisonPill").ExpectOne(() => actor.Tell(PoisonPill.Instance));
    }

    private sealed class Logged : Recorder, ILogReceive
    {
        public Logged() : base(ActorRefs.Nobody)
        {
        }
    }
}
