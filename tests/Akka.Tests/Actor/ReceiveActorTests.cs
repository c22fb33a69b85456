using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Actor;

public class ReceiveActorTests : ActorTest
{
    [Fact]
    public void The_first_handler_that_fits_gets_the_message()
    {
        var actor = Configured((self, log) =>
        {
            self.On<string>(_ => log.Tell("first"));
            self.On<string>(_ => log.Tell("second"));
        });
        actor.Tell("text");
        ExpectMsg("first");
    }

    [Fact]
    public void A_handler_of_a_base_type_gets_derived_messages()
    {
        var actor = Configured((self, log) => self.On<Exception>(e => log.Tell(e.GetType().Name)));
        actor.Tell(new BangException());
        ExpectMsg("BangException");
    }

    [Fact]
    public void A_predicate_that_refuses_leaves_the_message_to_the_next_handler()
    {
        var actor = Configured((self, log) =>
        {
            self.OnIf<int>(number => number > 10, _ => log.Tell("large"));
            self.On<int>(_ => log.Tell("negative"), number => number < 0);
            self.On<int>(_ => log.Tell("small"));
        });
        foreach (var number in new[] { 11, 5, -1 }) actor.Tell(number);
        ExpectMsg("large");
        ExpectMsg("small");
        ExpectMsg("negative");
    }

    [Fact]
    public void A_handler_that_returns_false_leaves_the_message_to_the_next_one()
    {
        var actor = Configured((self, log) =>
        {
            self.OnFunc<string>(text => text == "mine");
            self.On<string>(text => log.Tell(text));
        });
        actor.Tell("mine");
        actor.Tell("not mine");
        ExpectMsg("not mine");
    }

    [Fact]
    public void Handlers_can_be_given_by_type_at_run_time()
    {
        var actor = Configured((self, log) =>
        {
            self.OnType(typeof(int), _ => log.Tell("a number"));
            self.OnType(typeof(string), _ => log.Tell("a text"));
        });
        actor.Tell("x");
        actor.Tell(1);
        ExpectMsg("a text");
        ExpectMsg("a number");
    }

    [Fact]
    public void ReceiveAny_gets_what_no_other_handler_wants()
    {
        var actor = Configured((self, log) =>
        {
            self.On<int>(_ => { });
            self.OnAny(log.Tell);
        });
        actor.Tell(1);
        actor.Tell("rest");
        ExpectMsg("rest");
    }

    [Fact]
    public void Nothing_can_be_declared_after_ReceiveAny()
    {
        Configured((self, log) =>
        {
            self.OnAny(_ => { });
            log.Tell(Record.Exception(() => self.On<string>(_ => { })));
        });
        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void Handlers_cannot_be_declared_while_a_message_is_handled()
    {
        var actor = Configured((self, log) => self.On<string>(_ => log.Tell(Record.Exception(() => self.On<int>(_ => { })))));
        actor.Tell("now");
        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void What_no_handler_wants_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Configured((self, _) => self.On<int>(_ => { }));
        actor.Tell("unwanted", TestActor);
        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal(("unwanted", TestActor, actor), (unhandled.Message, unhandled.Sender, unhandled.Recipient));
    }

    [Fact]
    public void A_handler_may_call_Unhandled_itself()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        Sys.ActorOf<TestKit.TestActors.UnhandledMessageActor>().Tell("unwanted");
        ExpectMsg<UnhandledMessage>(unhandled => unhandled.Message is "unwanted");
    }

    private IActorRef Configured(Action<Configurable, IActorRef> configure) => Sys.ActorOf(Props.Create(() => new Configurable(TestActor, configure)));

    /// <summary>Opens the protected methods to the tests.</summary>
    private sealed class Configurable : ReceiveActor
    {
        public Configurable(IActorRef log, Action<Configurable, IActorRef> configure) => configure(this, log);

        public void On<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Receive(handler, shouldHandle);

        public void OnIf<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(shouldHandle, handler);

        public void OnFunc<T>(Func<T, bool> handler) => Receive(handler);

        public void OnType(Type type, Action<object> handler) => Receive(type, handler);

        public void OnAny(Action<object> handler) => ReceiveAny(handler);
    }
}
