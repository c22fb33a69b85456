using Actors.Services;
using Actors.Services.Calls;
using Akka.TestKit.Xunit2;
using Xunit;

namespace Actors.Tests.Services.Calls;

/// <summary>When the client's actor hears of calls.</summary>
public sealed class CallInboxTests : TestKit
{
    private readonly CallInbox _inbox = new();

    public CallInboxTests() => _inbox.Attach(TestActor);

    [Fact]
    public void A_caller_that_is_alone_is_not_kept_waiting()
    {
        Add(1);
        ExpectMsg<CallInbox.HasCalls>();
        Assert.Equal(1, Take());
    }

    [Fact]
    public void A_call_waits_while_others_are_about_to_go_on_with_their_replies()
    {
        PendingCall[] answered = [Add(1), Add(2)];
        ExpectMsg<CallInbox.HasCalls>();
        Take();
        foreach (var call in answered)
            call.Finish(new CallReply());

        Add(3);
        Assert.True(answered[0].WaitAsync().IsCompletedSuccessfully);
        ExpectNoMsg(TimeSpan.Zero);
        Assert.True(answered[1].WaitAsync().IsCompletedSuccessfully);
        ExpectMsg<CallInbox.HasCalls>();
        Assert.Equal(1, Take());
    }

    [Fact]
    public void Many_calls_do_not_wait_for_more()
    {
        var answered = Add(1);
        ExpectMsg<CallInbox.HasCalls>();
        Take();
        answered.Finish(new CallReply());

        for (var number = 2; number < 66; number++)
            Add(number);
        ExpectMsg<CallInbox.HasCalls>();
        Assert.Equal(64, Take());
    }

    [Fact]
    public async Task A_stream_that_is_opened_when_the_client_has_ended_has_an_end()
    {
        var reading = new StreamReading();
        _inbox.Close();

        _inbox.Add(new CallClient.OpenStream(new ReplyStream(), reading));

        var failure = await Assert.ThrowsAsync<ActorsException>(async () => await reading.ValuesAsync().ToListAsync());
        Assert.Equal(ErrorCodes.Cancelled, failure.Code);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Whoever_was_cancelled_is_not_waited_for()
    {
        var cancelled = Add(1);
        ExpectMsg<CallInbox.HasCalls>();
        Take();
        cancelled.Reply.SetCanceled();
        cancelled.Finish(new CallReply());

        Add(2);
        ExpectMsg<CallInbox.HasCalls>();
    }

    [Fact]
    public void A_call_that_is_cancelled_before_it_is_taken_is_not_sent()
    {
        var (cancelled, call) = (Add(1), Add(2));
        cancelled.Reply.SetCanceled();

        Assert.True(_inbox.TryTake(out var taken));
        Assert.Same(call, taken);
        Assert.False(_inbox.TryTake(out _));
    }

    [Fact]
    public async Task After_the_end_a_call_is_cancelled_at_once()
    {
        _inbox.Close();

        var reply = Add(1).WaitAsync();

        Assert.True(reply.IsCompletedSuccessfully);
        Assert.Equal(ErrorCodes.Cancelled, (await reply).Failure.Code);
    }

    private PendingCall Add(int number)
    {
        var id = new CallId((UInt128)number);
        var call = new PendingCall(id, "math", new ServiceCall { CallId = id.ToWire(), Method = "Add" }, TimeSpan.Zero);
        _inbox.Add(call);
        return call;
    }

    private int Take()
    {
        var taken = 0;
        for (var left = _inbox.Begin(); left > 0 && _inbox.TryTake(out _); left--)
            taken++;
        return taken;
    }
}
