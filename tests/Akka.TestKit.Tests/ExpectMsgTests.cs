using Akka.Actor;
using Xunit;

namespace Akka.TestKit.Tests;

public class ExpectMsgTests : KitTest
{
    [Fact]
    public void A_message_of_the_type_is_given_back()
    {
        Receive("text");
        Assert.Equal("text", ExpectMsg<string>());
        Assert.Equal(("text", TestActor), (LastMessage, LastSender));
    }

    [Fact]
    public void Messages_are_taken_in_order()
    {
        Receive(1, 2, 3);
        foreach (var number in new[] { 1, 2, 3 }) ExpectMsg(number);
    }

    [Fact]
    public void A_message_of_another_type_fails()
    {
        Receive(1);
        Assert.Contains("System.String", FailureOf(() => ExpectMsg<string>()));
    }

    [Fact]
    public void No_message_fails_after_the_time() => Assert.Contains("hint", FailureOf(() => ExpectMsg<string>(Soon, "hint")));

    [Fact]
    public void A_failure_shows_the_last_messages()
    {
        Receive("one", "two");
        ExpectMsg("one");
        ExpectMsg("two");
        var failure = FailureOf(() => ExpectMsg<string>(Soon));
        Assert.Contains("one", failure);
        Assert.Contains("two", failure);
    }

    [Fact]
    public void A_message_that_is_not_equal_fails_and_shows_both()
    {
        Receive("actual");
        var failure = FailureOf(() => ExpectMsg("expected"));
        Assert.Contains("actual", failure);
        Assert.Contains("expected", failure);
    }

    [Fact]
    public void Collections_are_equal_by_their_items()
    {
        Receive([new[] { 1, 2 }]);
        ExpectMsg(new[] { 1, 2 });
    }

    [Fact]
    public void Braces_in_a_message_do_no_harm()
    {
        Receive("{0} {nonsense");
        Assert.Contains("{nonsense", FailureOf(() => ExpectMsg("something else")));
    }

    [Fact]
    public void A_comparer_may_say_what_is_equal()
    {
        Receive("TEXT", "other");
        ExpectMsg("text", (a, b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase));
        FailureOf(() => ExpectMsg("text", (a, b) => a == b));
    }

    [Fact]
    public void A_predicate_may_look_at_the_message()
    {
        Receive(1, 2);
        Assert.Equal(1, ExpectMsg<int>(number => number == 1));
        FailureOf(() => ExpectMsg<int>(number => number == 1));
    }

    [Fact]
    public void A_predicate_may_look_at_the_sender_too()
    {
        Receive(1, 2);
        ExpectMsg<int>((number, sender) => number == 1 && sender.Equals(TestActor));
        FailureOf(() => ExpectMsg<int>((_, sender) => sender.IsNobody()));
    }

    [Fact]
    public void An_assertion_fails_with_its_own_exception()
    {
        Receive(1, 2, 3);
        ExpectMsg<int>(number => Assert.Equal(1, number));
        Assert.ThrowsAny<Exception>(() => ExpectMsg<int>(number => Assert.Equal(1, number)));
        ExpectMsg<int>((number, sender) => Assert.Equal((3, TestActor), (number, sender)));
    }

    [Fact]
    public void The_sender_can_be_expected()
    {
        var probe = CreateTestProbe();
        TestActor.Tell("one", probe.Ref);
        ExpectMsgFrom<string>(probe.Ref);
        TestActor.Tell("two", probe.Ref);
        ExpectMsgFrom(probe.Ref, "two");
        TestActor.Tell("three", probe.Ref);
        ExpectMsgFrom<string>(probe.Ref, text => text == "three");
        TestActor.Tell("four", probe.Ref);
        ExpectMsgFrom<string>(sender => sender.Equals(probe.Ref), text => text == "four");
        TestActor.Tell("five", probe.Ref);
        Assert.Contains(probe.Ref.Path.Name, FailureOf(() => ExpectMsgFrom<string>(TestActor)));
    }

    [Fact]
    public void One_of_several_messages_can_be_expected()
    {
        Receive(2, 4);
        Assert.Equal(2, ExpectMsgAnyOf([1, 2, 3]));
        Assert.Contains("4", FailureOf(() => ExpectMsgAnyOf([1, 2, 3])));
    }

    [Fact]
    public void Several_messages_can_be_expected_in_any_order()
    {
        Receive(2, 1);
        ExpectMsgAllOf(1, 2);
        Receive(2, 3);
        var failure = FailureOf(() => ExpectMsgAllOf(1, 2));
        Assert.Contains("Missing: [1]", failure);
        Assert.Contains("unexpected: [3]", failure);
    }

    [Fact]
    public void Several_messages_can_be_expected_by_predicates()
    {
        Receive("text", 1);
        ExpectMsgAllOfMatchingPredicates(PredicateInfo.Create<int>(number => number == 1), new Predicate<string>(text => text == "text").CreatePredicateInfo());
        Receive("text");
        FailureOf(() => ExpectMsgAllOfMatchingPredicates(Soon, PredicateInfo.Create<string>(text => text == "other")));
    }

    [Fact]
    public void ExpectNoMsg_fails_when_a_message_comes()
    {
        ExpectNoMsg(Soon);
        Receive("surprise");
        Assert.Contains("surprise", FailureOf(() => ExpectNoMsg(Soon)));
    }

    [Fact]
    public void The_end_of_a_watched_actor_can_be_expected()
    {
        var actor = Watch(Sys.ActorOf(TestActors.BlackHoleActor.Props));
        Sys.Stop(actor);
        Assert.Equal(actor, ExpectTerminated(actor).ActorRef);
    }

    [Fact]
    public async Task The_async_twins_do_the_same()
    {
        Receive("one", 2, "three", "four", 5, 6);
        await ExpectMsgAsync("one");
        Assert.Equal(2, await ExpectMsgAsync<int>());
        await ExpectMsgFromAsync(TestActor, "three");
        await ExpectMsgAnyOfAsync(["three", "four"]);
        var rest = new List<int>();
        await foreach (var number in ExpectMsgAllOfAsync([6, 5])) rest.Add(number);
        Assert.Equal([5, 6], rest);
        await ExpectNoMsgAsync(Soon);
        await FailureOf(() => ExpectMsgAsync<string>(Soon).AsTask());
        Receive("late");
        await FailureOf(() => ExpectNoMsgAsync(Soon).AsTask());
    }

    [Fact]
    public async Task An_async_expectation_waits_without_a_thread()
    {
        var expectation = ExpectMsgAsync<string>().AsTask();
        Assert.False(expectation.IsCompleted);
        Receive("now");
        Assert.Equal("now", await expectation);
    }

    [Fact]
    public async Task Code_inside_an_async_expectation_has_the_implicit_sender_too()
    {
        var echo = Sys.ActorOf(TestActors.SimpleEchoActor.Props());
        var expectation = ExpectMsgAsync<string>(_ => echo.Tell("from inside")).AsTask();
        Receive("now");
        await expectation;
        await ExpectMsgAsync("from inside");
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var expectation = ExpectMsgAsync<string>(cancellationToken: cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => expectation);
        Assert.ThrowsAny<OperationCanceledException>(() => ExpectMsg<string>(cancellationToken: cancellation.Token));
    }
}
