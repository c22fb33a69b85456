using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.TestKit;
using Xunit;

namespace Akka.Tests.Actor;

public class DispatcherTests() : ActorTest("""
    pinned { type = PinnedDispatcher }
    own { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }
    bounded-mailbox { type = Dispatcher, mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 1, mailbox-push-timeout-time = 0s }
    wrong-type { type = Nonsense }
    wrong-throughput { type = Dispatcher, throughput = 0 }
    akka.actor.deployment {
      /deployed.dispatcher = own
      "/parent/*".dispatcher = own
    }
    """)
{
    [Fact]
    public void A_pinned_actor_has_a_thread_of_its_own()
    {
        var (one, other) = (ThreadOf("pinned"), ThreadOf("pinned"));
        Assert.Single(one.Distinct());
        Assert.Single(other.Distinct());
        Assert.NotEqual(one[0], other[0]);
    }

    [Fact]
    public void A_late_message_to_a_stopped_pinned_actor_needs_no_thread()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Inspected()).WithDispatcher("pinned"));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(Sys.ActorOf(Props.Create(() => new ReportsThread(TestActor)).WithDispatcher(CallingThreadDispatcher.Id)), typeof(DeadLetter));
        // The actor's own thread may still be ending its last run and take the first of them along.
        AwaitAssert(() =>
        {
            actor.Tell("late");
            ExpectMsg("from the pool");
        });
    }

    [Fact]
    public void A_dispatcher_may_name_the_mailbox_of_its_actors()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)).WithDispatcher("bounded-mailbox"));
        var occupation = Occupy(actor);
        EventFilter.DeadLetter<int>(number => number == 2).ExpectOne(() =>
        {
            foreach (var number in new[] { 1, 2 }) actor.Tell(number);
        });
        occupation.Open();
        ExpectMsg(1);
    }

    [Fact]
    public void What_flows_with_the_code_of_one_actor_does_not_reach_another()
    {
        var ambient = new AsyncLocal<string>();
        var next = Sys.ActorOf(Props.Create(() => new TellsAmbient(ambient, TestActor)));
        var first = Sys.ActorOf(Props.Create(() => new SetsAmbient(ambient, next)));
        for (var round = 0; round < 200; round++)
        {
            first.Tell("set");
            ExpectMsg("nothing");
        }
    }

    [Fact]
    public void Actors_on_a_dispatcher_of_one_thread_share_it()
    {
        var threads = ThreadOf("own").Concat(ThreadOf("own")).Distinct();
        Assert.Single(threads);
    }

    [Fact]
    public void An_actor_that_blocks_a_dispatcher_of_its_own_does_not_hold_up_the_default_one()
    {
        var blocked = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)).WithDispatcher("own"));
        var occupation = Occupy(blocked);
        Recorder().Tell("runs");
        ExpectMsg("runs");
        occupation.Open();
    }

    [Fact]
    public void The_deployment_may_name_the_dispatcher()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Inspected()), "deployed");
        Assert.Equal("own", DispatcherOf(actor));
    }

    [Fact]
    public void The_deployment_may_use_a_wildcard()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Spawner()), "parent");
        parent.Tell(Props.Create(() => new Inspected()));
        Assert.Equal("own", DispatcherOf(ExpectMsg<IActorRef>()));
    }

    [Fact]
    public void The_default_dispatcher_is_used_where_none_is_named() =>
        Assert.Equal(Dispatchers.DefaultDispatcherId, DispatcherOf(Sys.ActorOf(Props.Create(() => new Inspected()))));

    [Fact]
    public void A_dispatcher_that_is_not_configured_is_refused()
    {
        var problem = Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Create(() => new Inspected()).WithDispatcher("unknown-dispatcher")));
        Assert.Contains("unknown-dispatcher", problem.Message);
    }

    [Theory]
    [InlineData("wrong-type")]
    [InlineData("wrong-throughput")]
    public void A_wrong_setting_is_refused_with_its_path(string id) =>
        Assert.Contains(id, Assert.Throws<ConfigurationException>(() => Sys.Dispatchers.Lookup(id)).Message);

    [Fact]
    public void A_refused_actor_leaves_its_name_free()
    {
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Create(() => new Inspected()).WithDispatcher("unknown-dispatcher"), "name"));
        Sys.ActorOf(Props.Create(() => new Inspected()), "name");
    }

    [Fact]
    public void Looking_up_twice_gives_the_same_dispatcher() => Assert.Same(Sys.Dispatchers.Lookup("own"), Sys.Dispatchers.Lookup("own"));

    [Fact]
    public void Work_can_be_scheduled_on_a_dispatcher()
    {
        Sys.Dispatchers.Lookup("own").Schedule(() => TestActor.Tell(Thread.CurrentThread.IsThreadPoolThread));
        ExpectMsg(false);
    }

    private List<int> ThreadOf(string dispatcher)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Inspected()).WithDispatcher(dispatcher));
        for (var message = 0; message < 5; message++) actor.Tell("thread?");
        return [.. ReceiveN(5).Cast<int>()];
    }

    private string DispatcherOf(IActorRef actor)
    {
        actor.Tell("dispatcher?");
        return ExpectMsg<string>();
    }

    private sealed class ReportsThread(IActorRef log) : UntypedActor
    {
        protected override void OnReceive(object message) => log.Tell(Thread.CurrentThread.IsThreadPoolThread ? "from the pool" : "from a thread of its own");
    }

    private sealed class SetsAmbient(AsyncLocal<string> ambient, IActorRef next) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            ambient.Value = "leaked";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            next.Tell(message);
        }
    }

    private sealed class TellsAmbient(AsyncLocal<string> ambient, IActorRef log) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            log.Tell(ambient.Value ?? (SynchronizationContext.Current is null ? "nothing" : "a synchronization context"));
    }

    private sealed class Inspected : ReceiveActor
    {
        public Inspected() => Receive<string>(question =>
        {
            if (question == "thread?") Sender.Tell(Environment.CurrentManagedThreadId);
            else Sender.Tell(Context.Dispatcher.Id);
        });
    }

    private sealed class Spawner : ReceiveActor
    {
        public Spawner() => Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
    }
}
