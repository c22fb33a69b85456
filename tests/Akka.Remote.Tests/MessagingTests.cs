using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Remote.Tests;

public class MessagingTests
{
    [Fact]
    public async Task An_actor_of_another_node_answers_an_ask()
    {
        await using var nodes = new TwoNodes();
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var echo = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        Assert.Equal("hello", await echo.Ask<string>("hello", TwoNodes.Soon));
        Assert.Equal(42, await echo.Ask<int>(42, TwoNodes.Soon));
        Assert.Equal(long.MaxValue, await echo.Ask<long>(long.MaxValue, TwoNodes.Soon));
        var order = await echo.Ask<Order>(new Order { Number = 7, Text = "seven" }, TwoNodes.Soon);
        Assert.Equal((7, "seven"), (order.Number, order.Text));
    }

    [Fact]
    public async Task A_ref_inside_a_message_reaches_its_actor_from_the_other_node()
    {
        await using var nodes = new TwoNodes();
        var probe = new Probe(nodes.A);
        nodes.B.ActorOf(Acting.Props((_, message) => ((IActorRef)message).Tell("found you", ActorRefs.NoSender)), "finder");
        (await TwoNodes.Find(nodes.A, nodes.B, "/user/finder")).Tell(probe.Ref);
        Assert.Equal("found you", await probe.Next<string>());
    }

    [Fact]
    public async Task The_sender_of_a_reply_equals_the_ref_that_was_asked()
    {
        await using var nodes = new TwoNodes();
        var probe = new Probe(nodes.A);
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var echo = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        probe.Tell(echo, "x");
        await probe.Next<string>();
        Assert.Equal(echo, probe.LastSender);
        Assert.Equal(TwoNodes.AddressOf(nodes.B), probe.LastSender.Path.Address);
    }

    [Fact]
    public async Task A_message_passed_on_to_a_third_node_is_answered_to_the_first()
    {
        await using var nodes = new TwoNodes();
        await using var third = new OneNode("C");
        third.System.ActorOf(Props.Create<Echo>(), "echo");
        var target = await TwoNodes.Find(nodes.B, third.System, "/user/echo");
        nodes.B.ActorOf(Acting.Props((context, message) => target.Tell(message, context.Sender)), "relay");
        var relay = await TwoNodes.Find(nodes.A, nodes.B, "/user/relay");
        Assert.Equal("around", await relay.Ask<string>("around", TwoNodes.Soon));
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order()
    {
        const int count = 50_000;
        await using var nodes = new TwoNodes();
        var probe = new Probe(nodes.B, "probe");
        var target = await TwoNodes.Find(nodes.A, nodes.B, "/user/probe");
        for (var i = 0; i < count; i++) target.Tell(i, ActorRefs.NoSender);
        for (var i = 0; i < count; i++) Assert.Equal(i, await probe.Next<int>());
    }

    [Fact]
    public async Task A_selection_with_a_wildcard_reaches_all_that_match()
    {
        await using var nodes = new TwoNodes();
        var probe = new Probe(nodes.A);
        foreach (var name in new[] { "worker-1", "worker-2", "other" }) nodes.B.ActorOf(Props.Create<Echo>(), name);
        nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B) + "/user/worker-*").Tell("hi", probe.Ref);
        var names = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await probe.Next<string>();
            names.Add(probe.LastSender.Path.Name);
        }
        Assert.Equal(["worker-1", "worker-2"], names.Order());
    }

    [Fact]
    public async Task There_is_no_actor_where_none_is()
    {
        await using var nodes = new TwoNodes();
        await Assert.ThrowsAsync<ActorNotFoundException>(() => TwoNodes.Find(nodes.A, nodes.B, "/user/nobody"));
    }

    [Fact]
    public async Task A_message_to_an_actor_that_does_not_exist_is_a_dead_letter_there()
    {
        await using var nodes = new TwoNodes();
        var probe = new Probe(nodes.B);
        probe.Subscribe(nodes.B, typeof(DeadLetter));
        TwoNodes.Ref(nodes.A, nodes.B, "/user/nobody").Tell("lost");
        var letter = await probe.Find<DeadLetter>(letter => letter.Message is "lost");
        Assert.Equal("/user/nobody", letter.Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task A_failure_faults_the_ask_with_its_message()
    {
        await using var nodes = new TwoNodes();
        nodes.B.ActorOf(Acting.Props((context, _) =>
            context.Sender.Tell(new Status.Failure(new InvalidOperationException("out of order")), context.Self)), "failing");
        var failing = await TwoNodes.Find(nodes.A, nodes.B, "/user/failing");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Ask<string>("x", TwoNodes.Soon));
        Assert.Equal("out of order", thrown.Message);
    }

    [Fact]
    public async Task A_ref_means_one_incarnation_and_a_path_whoever_lives_there()
    {
        await using var nodes = new TwoNodes();
        var first = nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var ofFirst = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        var byPath = TwoNodes.Ref(nodes.A, nodes.B, "/user/echo");
        for (var i = 0; i < 3; i++) Assert.Equal("x", await byPath.Ask<string>("x", TwoNodes.Soon));
        Assert.True(await first.GracefulStop(TwoNodes.Soon));

        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var probe = new Probe(nodes.B);
        probe.Subscribe(nodes.B, typeof(DeadLetter));
        Assert.Equal("x", await byPath.Ask<string>("x", TwoNodes.Soon));
        ofFirst.Tell("too late");
        await probe.Find<DeadLetter>(letter => letter.Message is "too late");
    }

    [Fact]
    public async Task A_poison_pill_and_a_stop_reach_an_actor_of_another_node()
    {
        await using var nodes = new TwoNodes();
        foreach (var name in new[] { "one", "two" }) nodes.B.ActorOf(Props.Create<Echo>(), name);
        var one = await TwoNodes.Find(nodes.A, nodes.B, "/user/one");
        var two = await TwoNodes.Find(nodes.A, nodes.B, "/user/two");
        Assert.True(await one.GracefulStop(TwoNodes.Soon));
        var probe = new Probe(nodes.A);
        await probe.Watch(two);
        ((IInternalActorRef)two).Stop();
        Assert.Equal(two, (await probe.Next<Terminated>()).ActorRef);
    }

    public sealed class Order
    {
        public int Number { get; set; }

        public string Text { get; set; } = "";
    }
}
