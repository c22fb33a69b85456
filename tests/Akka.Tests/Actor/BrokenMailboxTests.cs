using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Event;
using Akka.TestKit;
using Xunit;

namespace Akka.Tests.Actor;

/// <summary>Code of users that throws or blocks where the engine calls it: it may cost its own actor something, never the process.</summary>
public class BrokenMailboxTests() : ActorTest($$"""
    small { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 1, mailbox-push-timeout-time = 0s }
    slow { mailbox-type = "{{typeof(SlowMailbox).AssemblyQualifiedName}}" }
    broken { mailbox-type = "{{typeof(BrokenMailbox).AssemblyQualifiedName}}" }
    """)
{
    [Fact]
    public void A_subscriber_of_dead_letters_that_throws_harms_nobody()
    {
        var actor = Recorder();
        Watch(actor);
        var occupation = Occupy(actor);
        Sys.EventStream.Subscribe(new Throwing(Sys), typeof(DeadLetter));
        Sys.Stop(actor);
        actor.Tell("late");
        occupation.Open();
        ExpectTerminated(actor);
        Assert.Throws<BangException>(() => Sys.DeadLetters.Tell("the subscriber does throw"));
    }

    [Fact]
    public void An_actor_waits_for_its_queue_as_long_as_a_sender_computes_a_priority()
    {
        var slow = new SlowPriority(CreateTestLatch(), CreateTestLatch());
        var actor = With("slow");
        var occupation = Occupy(actor);
        var sender = new Thread(() => actor.Tell(slow));
        sender.Start();
        slow.Begun.Ready();
        occupation.Open();
        // The actor now waits behind the sender; longer than the second that a sender would wait.
        Assert.Throws<TimeoutException>(() => slow.Over.Ready(TimeSpan.FromSeconds(1.5)));
        slow.Over.Open();
        ExpectMsg<SlowPriority>();
        sender.Join();
        actor.Tell("next");
        ExpectMsg("next");
    }

    [Fact]
    public void A_queue_that_throws_fails_its_actor()
    {
        var actor = With("broken");
        EventFilter.Exception<BangException>().ExpectOne(() => actor.Tell("told"));
        ExpectMsg("told");
    }

    [Fact]
    public void A_full_mailbox_of_a_subscriber_of_dead_letters_drops_them()
    {
        var actor = With("small");
        var occupation = Occupy(actor);
        Sys.EventStream.Subscribe(actor, typeof(DeadLetter));
        foreach (var number in new[] { 1, 2, 3 }) Sys.DeadLetters.Tell(number);
        occupation.Open();
        Assert.Equal(1, ExpectMsg<DeadLetter>().Message);
    }

    private IActorRef With(string mailbox) => Sys.ActorOf(Props.Create(() => new Recorder(TestActor)).WithMailbox(mailbox));

    private sealed record SlowPriority(TestLatch Begun, TestLatch Over);

    /// <summary>A reference that cannot be told anything.</summary>
    private sealed class Throwing(ActorSystem system) : MinimalActorRef
    {
        public override ActorPath Path { get; } = system.DeadLetters.Path.Root / "throwing";

        public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender) => throw new BangException();
    }

    public sealed class SlowMailbox(Settings settings, Config config) : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message)
        {
            if (message is SlowPriority slow)
            {
                slow.Begun.CountDown();
                slow.Over.Ready();
            }
            return 0;
        }
    }

    public sealed class BrokenMailbox(Settings settings, Config config) : MailboxType(settings, config)
    {
        public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new BrokenQueue();
    }

    /// <summary>Throws once when there is something in it.</summary>
    private sealed class BrokenQueue : IMessageQueue
    {
        private readonly UnboundedMessageQueue _queue = new();
        private bool _hasThrown;

        public bool HasMessages => _queue.HasMessages;

        public int Count => _queue.Count;

        public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(receiver, envelope);

        public bool TryDequeue(out Envelope envelope)
        {
            if (HasMessages && !_hasThrown)
            {
                _hasThrown = true;
                throw new BangException();
            }
            return _queue.TryDequeue(out envelope);
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters) => _queue.CleanUp(owner, deadletters);
    }
}
