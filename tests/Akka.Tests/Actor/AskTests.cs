using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class AskTests : VirtualTimeTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_reply_completes_the_task()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        Assert.Equal("hello", await echo.Ask<string>("hello"));
        Assert.Equal("hello", await echo.Ask("hello"));
    }

    [Fact]
    public async Task Only_the_first_reply_counts()
    {
        var asked = TestActor.Ask<string>("question");
        await ExpectMsgAsync("question");
        var asker = LastSender;
        asker.Tell("first");
        EventFilter.DeadLetter<string>(message => message == "second").ExpectOne(() => asker.Tell("second"));
        Assert.Equal("first", await asked);
    }

    [Fact]
    public async Task No_reply_in_time_is_an_AskTimeoutException()
    {
        var asked = Sys.ActorOf(BlackHoleActor.Props).Ask<string>("hello", Second);
        Time.Advance(Second * 0.9);
        Assert.False(asked.IsCompleted);
        Time.Advance(Second * 0.2);
        await Assert.ThrowsAsync<AskTimeoutException>(() => asked);
    }

    [Fact]
    public async Task A_stopped_actor_does_not_answer()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        var asked = actor.Ask<string>("hello", Second);
        Time.Advance(Second * 1.1);
        await Assert.ThrowsAsync<AskTimeoutException>(() => asked);
    }

    [Fact]
    public async Task A_cancellation_cancels_the_task()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = Sys.ActorOf(BlackHoleActor.Props).Ask<string>("hello", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_reply_of_Failure_throws_its_cause()
    {
        var asked = TestActor.Ask<string>("question");
        await ExpectMsgAsync("question");
        LastSender.Tell(new Status.Failure(new BangException()));
        await Assert.ThrowsAsync<BangException>(() => asked);
    }

    [Fact]
    public async Task A_reply_of_another_type_is_an_error_that_names_both()
    {
        var asked = Sys.ActorOf(SimpleEchoActor.Props()).Ask<int>("not a number");
        var problem = await Assert.ThrowsAsync<ArgumentException>(() => asked);
        Assert.Contains("System.String", problem.Message);
        Assert.Contains("System.Int32", problem.Message);
    }

    [Fact]
    public async Task The_message_may_hold_the_reference_for_the_reply()
    {
        var asked = TestActor.Ask<string>(asker => new Question(asker), Second, CancellationToken.None);
        (await ExpectMsgAsync<Question>()).ReplyTo.Tell("answer");
        Assert.Equal("answer", await asked);
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        Sys.ActorOf(SimpleEchoActor.Props(), "echo");
        Assert.Equal("hello", await Sys.ActorSelection("/user/echo").Ask<string>("hello"));
    }

    [Fact]
    public async Task Many_questions_get_their_own_answers()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => echo.Ask<int>(number)));
        Assert.Equal(Enumerable.Range(0, 500), answers);
    }

    [Fact]
    public async Task An_asker_is_gone_once_it_is_answered()
    {
        var asked = TestActor.Ask<string>("question");
        await ExpectMsgAsync("question");
        var asker = LastSender;
        asker.Tell("answer");
        await asked;
        Watch(asker);
        await ExpectTerminatedAsync(asker);
    }

    [Fact]
    public async Task An_asker_lives_until_it_is_answered()
    {
        var asked = TestActor.Ask<string>("question");
        await ExpectMsgAsync("question");
        var asker = LastSender;
        Watch(asker);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        asker.Tell("answer");
        await asked;
        await ExpectTerminatedAsync(asker);
    }

    [Fact]
    public async Task Who_no_longer_watches_an_asker_hears_nothing_of_its_end()
    {
        var asked = TestActor.Ask<string>("question");
        await ExpectMsgAsync("question");
        var asker = LastSender;
        Watch(asker);
        Unwatch(asker);
        asker.Tell("answer");
        await asked;
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    private sealed record Question(IActorRef ReplyTo);
}
