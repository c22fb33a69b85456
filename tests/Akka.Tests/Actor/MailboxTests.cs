using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Xunit;

namespace Akka.Tests.Actor;

public class MailboxTests() : ActorTest($$"""
    bounded { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 2, mailbox-push-timeout-time = 0s }
    patient { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 2, mailbox-push-timeout-time = 10s }
    priority { mailbox-type = "{{typeof(SmallestFirst).AssemblyQualifiedName}}" }
    stable { mailbox-type = "{{typeof(StrangersLast).AssemblyQualifiedName}}" }
    wrong-type { mailbox-type = "Nonsense" }
    wrong-capacity { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 0 }
    akka.actor.deployment { /deployed.mailbox = priority }
    """)
{
    [Fact]
    public void A_full_bounded_mailbox_turns_messages_into_dead_letters()
    {
        var actor = With("bounded");
        var occupation = Occupy(actor);
        EventFilter.DeadLetter<int>(number => number > 2).Expect(2, () =>
        {
            foreach (var number in new[] { 1, 2, 3, 4 }) actor.Tell(number);
        });
        occupation.Open();
        ExpectMsg(1);
        ExpectMsg(2);
        actor.Tell(5);
        ExpectMsg(5);
    }

    [Fact]
    public void A_bounded_mailbox_waits_for_room_as_long_as_it_is_told_to()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)).WithMailbox("patient"));
        var occupation = Occupy(actor);
        foreach (var number in new[] { 1, 2 }) actor.Tell(number);
        var third = new Thread(() => actor.Tell(3));
        third.Start();
        occupation.Open();
        foreach (var number in new[] { 1, 2, 3 }) ExpectMsg(number);
        third.Join();
    }

    [Fact]
    public void System_messages_need_no_room()
    {
        var actor = With("bounded");
        Watch(actor);
        var occupation = Occupy(actor);
        EventFilter.DeadLetter<int>().Expect(3, () =>
        {
            foreach (var number in new[] { 1, 2, 3 }) actor.Tell(number);
            Sys.Stop(actor);
            occupation.Open();
        });
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_priority_mailbox_hands_out_the_smallest_first()
    {
        var actor = With("priority");
        var occupation = Occupy(actor);
        foreach (var number in new[] { 3, 1, 2 }) actor.Tell(number);
        occupation.Open();
        foreach (var number in new[] { 1, 2, 3 }) ExpectMsg(number);
    }

    [Fact]
    public void A_stable_priority_mailbox_keeps_the_order_of_equals()
    {
        var actor = With("stable");
        var occupation = Occupy(actor);
        foreach (var message in new object[] { "a", 1, "b", 2, "c", 3 }) actor.Tell(message);
        occupation.Open();
        foreach (var message in new object[] { 1, 2, 3, "a", "b", "c" }) Assert.Equal(message, ExpectMsg<object>());
    }

    [Fact]
    public void The_deployment_may_name_the_mailbox()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)), "deployed");
        var occupation = Occupy(actor);
        foreach (var number in new[] { 2, 1 }) actor.Tell(number);
        occupation.Open();
        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Theory]
    [InlineData("unknown-mailbox")]
    [InlineData("wrong-type")]
    [InlineData("wrong-capacity")]
    public void A_wrong_mailbox_is_refused_with_its_path(string id)
    {
        var problem = Assert.Throws<ConfigurationException>(() => With(id));
        Assert.Contains(id, problem.Message);
    }

    private IActorRef With(string mailbox) => Sys.ActorOf(Props.Create(() => new Recorder(TestActor)).WithMailbox(mailbox));

    public sealed class SmallestFirst(Settings settings, Config config) : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message as int? ?? 0;
    }

    public sealed class StrangersLast(Settings settings, Config config) : UnboundedStablePriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message is int ? 0 : 1;
    }
}
