using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class PipeToTests : ActorTest
{
    [Fact]
    public void The_result_of_a_task_is_sent()
    {
        _ = Task.FromResult("result").PipeTo(TestActor);
        ExpectMsg("result");
    }

    [Fact]
    public void The_sender_can_be_named()
    {
        var sender = CreateTestProbe();
        _ = Task.FromResult("result").PipeTo(TestActor, sender.Ref);
        ExpectMsgFrom(sender.Ref, "result");
    }

    [Fact]
    public void The_result_can_be_turned_into_a_message()
    {
        _ = Task.FromResult(20).PipeTo(TestActor, success: number => $"result {number + 1}");
        ExpectMsg("result 21");
    }

    [Fact]
    public void A_failure_is_sent_as_Failure()
    {
        _ = Task.FromException<string>(new BangException()).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause is BangException);
    }

    [Fact]
    public void A_failure_can_be_turned_into_a_message()
    {
        _ = Task.FromException<string>(new BangException()).PipeTo(TestActor, failure: cause => $"failed: {cause.Message}");
        ExpectMsg("failed: bang");
    }

    [Fact]
    public void A_cancellation_is_a_failure()
    {
        _ = Task.FromCanceled<string>(new CancellationToken(true)).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause is OperationCanceledException);
    }

    [Fact]
    public void A_task_without_a_result_sends_only_what_success_makes()
    {
        _ = Task.CompletedTask.PipeTo(TestActor);
        _ = Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
    }

    [Fact]
    public void A_task_without_a_result_sends_its_failure()
    {
        _ = Task.FromException(new BangException()).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause is BangException);
    }

    [Fact]
    public void A_task_that_ends_later_is_sent_later()
    {
        var work = new TaskCompletionSource<string>();
        _ = work.Task.PipeTo(TestActor);
        Assert.False(HasMessages);
        work.SetResult("result");
        ExpectMsg("result");
    }
}
