using Actors.Services;
using Actors.Services.Calls;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Calls;

public class CallBookTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private readonly CallBook _book = new(new CallTerms { Patience = TimeSpan.FromSeconds(5) });

    [Fact]
    public async Task Two_callers_with_one_key_share_one_call()
    {
        var (first, second) = (Call(1), Call(1));
        _book.Replied(new CallReply { CallId = first.Call.CallId, Value = ByteString.CopyFromUtf8("1") }, Start);

        Assert.Same(await first.Reply.Task, await second.Reply.Task);
        Assert.Single(_book.TakeUnsent(Start).Single().Value);
    }

    [Fact]
    public async Task One_of_them_may_leave_and_the_other_still_gets_the_reply()
    {
        var (first, second) = (Call(1), Call(1));
        _book.Cancel(first);
        Assert.Empty(_book.TakeWishes());
        _book.Replied(new CallReply { CallId = first.Call.CallId, Value = ByteString.CopyFromUtf8("1") }, Start);

        Assert.True((await second.Reply.Task).HasValue);
        Assert.False(first.Reply.Task.IsCompleted);
    }

    [Fact]
    public async Task The_one_with_the_shorter_time_ends_alone()
    {
        var (first, second) = (Call(1, TimeSpan.FromSeconds(1)), Call(1, TimeSpan.FromSeconds(9)));
        _book.Tick(Start + TimeSpan.FromSeconds(1));

        Assert.Equal(ErrorCodes.Timeout, (await first.Reply.Task).Failure.Code);
        Assert.False(second.Reply.Task.IsCompleted);
        Assert.Equal(1, _book.Count);
    }

    [Fact]
    public void A_message_that_was_sent_is_not_changed()
    {
        var sent = Call(1).Call;
        _book.TakeUnsent(Start);
        for (var second = 2; second <= 6; second += 2)
            _book.Tick(Start + TimeSpan.FromSeconds(second));

        Assert.True(_book.TakeUnsent(Start).Single().Value.Single().Call.Again);
        Assert.False(sent.Again);
    }

    [Fact]
    public async Task Patience_begins_anew_when_a_broker_has_had_the_call_for_a_while()
    {
        var call = Call(1);
        for (var second = 0; second <= 12; second += 4)
            Move(call, second);
        Assert.False(call.Reply.Task.IsCompleted);
        for (var second = 13; second <= 18; second++)
            Move(call, second);

        Assert.Equal(ErrorCodes.Unavailable, (await call.Reply.Task).Failure.Code);
    }

    [Fact]
    public void Nonsense_from_outside_is_passed_over() => _book.Replied(new CallReply { CallId = ByteString.CopyFromUtf8("short"), Accepted = true }, Start);

    private void Move(PendingCall call, int second) =>
        _book.Replied(new CallReply { CallId = call.Call.CallId, Failure = new CallFailure { Code = ErrorCodes.Moved } }, Start + TimeSpan.FromSeconds(second));

    private PendingCall Call(ulong id, TimeSpan timeout = default)
    {
        var call = new PendingCall(new CallId(id), "s", new ServiceCall { CallId = new CallId(id).ToWire(), Method = "M" }, timeout);
        _book.Add(call, Start);
        return call;
    }
}
