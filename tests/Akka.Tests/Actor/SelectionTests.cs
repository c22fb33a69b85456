using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Actor;

public class SelectionTests : ActorTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private readonly IActorRef _tree;

    /// <summary>/user/tree with children a1, a2 and b, of which b has the child leaf.</summary>
    public SelectionTests()
    {
        _tree = Sys.ActorOf(Props.Create(() => new Node(TestActor)), "tree");
        foreach (var path in new[] { "a1", "a2", "b" }) Extend(_tree, path);
        Extend(Resolved("/user/tree/b"), "leaf");
    }

    [Theory]
    [InlineData("/user/tree/b/leaf")]
    [InlineData("/user/tree/b/leaf/")]
    [InlineData("akka://test/user/tree/b/leaf")]
    [InlineData("/user/tree/a1/../b/leaf")]
    [InlineData("/user/tree/b/leaf/../../b/leaf")]
    public void A_path_selects_its_actor(string path)
    {
        Sys.ActorSelection(path).Tell("who?");
        ExpectMsg("leaf");
    }

    [Theory]
    [InlineData("b/leaf", "leaf")]
    [InlineData("../tree/a1", "a1")]
    [InlineData("..", "")]
    [InlineData("*", "a1 a2 b")]
    [InlineData("a*", "a1 a2")]
    [InlineData("a?", "a1 a2")]
    [InlineData("*/leaf", "leaf")]
    [InlineData("../*/b/*", "leaf")]
    [InlineData("c*", "")]
    public void A_relative_path_is_walked_from_the_actor_that_selects(string path, string expected)
    {
        _tree.Tell(new Select(path));
        _tree.Tell("who?");
        ExpectMsgAllOf<string>([.. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), "tree"]);
    }

    [Fact]
    public void Two_stars_select_all_descendants()
    {
        Sys.ActorSelection("/user/tree/**").Tell("who?");
        ExpectMsgAllOf("a1", "a2", "b", "leaf");
    }

    [Fact]
    public void The_sender_of_a_selected_message_is_the_one_that_told_it()
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection("/user/tree/b").Tell("sender?", probe.Ref);
        ExpectMsg(probe.Ref);
    }

    [Fact]
    public async Task ResolveOne_gives_the_reference()
    {
        var leaf = await Sys.ActorSelection("/user/tree/b/leaf").ResolveOne(Soon);
        Assert.Equal("akka://test/user/tree/b/leaf", leaf.Path.ToString());
    }

    [Fact]
    public async Task ResolveOne_of_nobody_is_an_ActorNotFoundException() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/nobody").ResolveOne(Soon));

    [Fact]
    public void Identify_tells_the_reference_with_the_id_of_the_question()
    {
        Sys.ActorSelection("/user/tree").Tell(new Identify("id"));
        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal(("id", _tree), (identity.MessageId, identity.Subject));
    }

    [Fact]
    public void Identify_of_nobody_is_answered_without_a_subject()
    {
        Sys.ActorSelection("/user/tree/nobody").Tell(new Identify("id"));
        ExpectMsg<ActorIdentity>(identity => identity.MessageId is "id" && identity.Subject is null);
    }

    [Fact]
    public void A_message_to_nobody_becomes_a_dead_letter() =>
        EventFilter.DeadLetter<string>(message => message == "lost").ExpectOne(() => Sys.ActorSelection("/user/tree/nobody").Tell("lost"));

    [Fact]
    public void A_selection_finds_a_new_actor_of_the_same_name()
    {
        var selection = Sys.ActorSelection("/user/tree/b");
        var old = Resolved("/user/tree/b");
        Watch(old);
        Sys.Stop(old);
        ExpectTerminated(old);
        // The parent hears of the end by a message of its own, so the name may be free a little later.
        AwaitAssert(() =>
        {
            _tree.Tell(new Grow("b"));
            Assert.IsAssignableFrom<IActorRef>(ExpectMsg<object>());
        });
        selection.Tell("who?");
        ExpectMsg("b");
    }

    [Fact]
    public void A_selection_may_start_from_any_reference()
    {
        Sys.ActorSelection(_tree, "b/leaf").Tell("who?");
        ExpectMsg("leaf");
    }

    [Fact]
    public void Selections_are_equal_by_anchor_and_path()
    {
        Assert.Equal(Sys.ActorSelection("/user/tree"), Sys.ActorSelection("/user/tree"));
        Assert.NotEqual(Sys.ActorSelection("/user/tree"), Sys.ActorSelection("/user/other"));
    }

    [Theory]
    [InlineData("/user/tree/missing")]
    [InlineData("/user/tree/missing/leaf")]
    public void A_message_to_a_path_without_an_actor_becomes_a_dead_letter_of_that_path(string path)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection(path).Tell("who?");
        Assert.Equal(path, ExpectMsg<DeadLetter>().Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void A_suppressed_dead_letter_names_who_should_have_had_it()
    {
        var gone = Sys.ActorOf(Props.Create(() => new Node(TestActor)));
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone);
        Sys.EventStream.Subscribe(TestActor, typeof(SuppressedDeadLetter));
        gone.Tell(new Unimportant());
        Assert.Equal(gone, ExpectMsg<SuppressedDeadLetter>().Recipient);
    }

    private sealed record Unimportant : IDeadLetterSuppression;

    private IActorRef Resolved(string path)
    {
        Sys.ActorSelection(path).Tell(new Identify(null));
        return ExpectMsg<ActorIdentity>().Subject;
    }

    private void Extend(IActorRef parent, string name)
    {
        parent.Tell(new Grow(name));
        ExpectMsg<IActorRef>();
    }

    private sealed record Select(string Path);

    private sealed record Grow(string Name);

    private sealed class Node : ReceiveActor
    {
        public Node(IActorRef log)
        {
            Receive<Grow>(grow =>
            {
                try
                {
                    log.Tell(Context.ActorOf(Props.Create(() => new Node(log)), grow.Name));
                }
                catch (InvalidActorNameException taken)
                {
                    log.Tell(taken);
                }
            });
            Receive<Select>(select => Context.ActorSelection(select.Path).Tell("who?"));
            Receive<string>(text => text == "who?", _ => log.Tell(Self.Path.Name));
            Receive<string>(text => text == "sender?", _ => log.Tell(Sender));
        }
    }
}
