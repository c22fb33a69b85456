using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class PropsTests : ActorTest
{
    [Fact]
    public void An_expression_gives_type_and_arguments()
    {
        var number = 41;
        var props = Props.Create(() => new Teller(TestActor, "text", number + 1));
        Assert.Equal(typeof(Teller), props.Type);
        Assert.Equal([TestActor, "text", 42], props.Arguments);
        Sys.ActorOf(props);
        ExpectMsg("text 42");
    }

    [Fact]
    public void The_arguments_of_an_expression_are_evaluated_once_and_at_once()
    {
        var number = 1;
        var props = Props.Create(() => new Teller(TestActor, "text", number));
        number = 2;
        Sys.ActorOf(props);
        ExpectMsg("text 1");
    }

    [Fact]
    public void Type_and_arguments_can_be_given_directly()
    {
        Sys.ActorOf(Props.Create<Teller>(TestActor, "typed", 1));
        ExpectMsg("typed 1");
        Sys.ActorOf(Props.Create(Type.GetType(typeof(Teller).AssemblyQualifiedName!)!, TestActor, "by type", 2));
        ExpectMsg("by type 2");
    }

    [Fact]
    public void An_expression_that_constructs_nothing_is_refused() =>
        Assert.Throws<ArgumentException>(() => Props.Create(() => Make()));

    [Fact]
    public void A_type_that_is_no_actor_is_refused() => Assert.Throws<ArgumentException>(() => Props.Create(typeof(string)));

    [Fact]
    public void Arguments_that_fit_no_constructor_make_the_creation_fail()
    {
        var actor = ChildActorOf(Props.Create<Teller>("not", "what", "it", "takes"));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_producer_makes_the_actor_and_hears_of_its_end()
    {
        var producer = new Producer(TestActor);
        var actor = Sys.ActorOf(Props.CreateBy(producer));
        ExpectMsg("produced");
        Sys.Stop(actor);
        ExpectMsg("released");
    }

    [Fact]
    public void A_producer_is_asked_again_for_a_restart()
    {
        var actor = Sys.ActorOf(Props.CreateBy(new Producer(TestActor)));
        ExpectMsg("produced");
        actor.Tell(new BangException());
        ExpectMsg("released");
        ExpectMsg("produced");
    }

    [Fact]
    public void An_actor_is_disposed_after_its_end()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Disposing(TestActor)));
        Sys.Stop(actor);
        ExpectMsg("stopped");
        ExpectMsg("disposed");
    }

    [Fact]
    public void Changes_make_a_copy()
    {
        var original = BlackHoleActor.Props;
        var changed = original.WithDispatcher("some-dispatcher").WithMailbox("some-mailbox");
        Assert.Equal(("some-dispatcher", "some-mailbox"), (changed.Dispatcher, changed.Mailbox));
        Assert.NotEqual("some-dispatcher", original.Dispatcher);
        Assert.NotEqual(original, changed);
    }

    [Fact]
    public void Props_are_equal_by_type_arguments_and_deployment()
    {
        Assert.Equal(Props.Create<Teller>(TestActor, "a", 1), Props.Create<Teller>(TestActor, "a", 1));
        Assert.NotEqual(Props.Create<Teller>(TestActor, "a", 1), Props.Create<Teller>(TestActor, "b", 1));
    }

    [Fact]
    public void An_actor_made_by_new_is_refused() => Assert.Throws<ActorInitializationException>(() => NewOutside());

    [Fact]
    public void A_type_with_a_default_constructor_needs_no_Props()
    {
        var actor = Sys.ActorOf<SimpleEchoActor>("echo");
        actor.Tell("hello");
        ExpectMsg("hello");
    }

    private static Teller Make() => throw new BangException();

    private static object? NewOutside()
    {
        object? made = null;
        var thread = new Thread(() => made = Record.Exception(() => new SimpleEchoActor()));
        thread.Start();
        thread.Join();
        throw (Exception)made!;
    }

    private sealed class Teller : BlackHoleActor
    {
        public Teller(IActorRef log, string text, int number) => log.Tell($"{text} {number}");
    }

    private sealed class Disposing(IActorRef log) : BlackHoleActor, IDisposable
    {
        public void Dispose() => log.Tell("disposed");

        protected override void PostStop() => log.Tell("stopped");
    }

    private sealed class Producer(IActorRef log) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Produced);

        public ActorBase Produce()
        {
            log.Tell("produced");
            return new Produced();
        }

        public void Release(ActorBase actor) => log.Tell("released");
    }

    private sealed class Produced : UntypedActor
    {
        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
