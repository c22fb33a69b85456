using Actors.Services;
using Actors.Services.Calls;
using Actors.Services.Methods;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Calls;

public class CallBookTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private readonly CallBook _book = new(new CallTerms { Patience = TimeSpan.FromSeconds(5), MaxLargeBytes = 1000 });

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
    public async Task Large_arguments_are_kept_for_every_host_until_there_is_a_reply()
    {
        var call = Large(1, 200);
        Assert.Equal(200, _book.Find(new CallId(1))!.Large.Bytes);
        Move(call, 1);
        Assert.Equal(200, _book.Find(new CallId(1))!.Large.Bytes);

        _book.Replied(new CallReply { CallId = call.Call.CallId, Value = ByteString.CopyFromUtf8("1") }, Start);

        Assert.Null(_book.Find(new CallId(1)));
        Assert.True((await call.Reply.Task).HasValue);
    }

    [Fact]
    public async Task Too_many_large_arguments_at_a_time_are_refused_with_what_to_do()
    {
        var (first, second) = (Large(1, 700), Large(2, 700));
        var failure = (await second.Reply.Task).Failure;
        _book.Cancel(first);
        var third = Large(3, 5000); // alone it may be as large as it likes

        Assert.Equal(ErrorCodes.Overloaded, failure.Code);
        Assert.Contains("700 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("actors.services.client.large-size", failure.Message, StringComparison.Ordinal);
        Assert.False(third.Reply.Task.IsCompleted);
    }

    [Fact]
    public async Task A_large_reply_is_fetched_once_and_asked_for_again_when_it_does_not_come()
    {
        var call = Call(1);
        _book.TakeUnsent(Start);
        var offer = new CallReply { CallId = call.Call.CallId, Large = new LargeValue { Link = 7, Source = "host", Bytes = 100 } };
        _book.Replied(offer, Start);
        _book.Replied(offer, Start);
        Assert.Equal(7, Assert.IsType<FetchThis>(Assert.Single(_book.TakeWishes())).Value.Link);
        _book.Tick(Start + TimeSpan.FromSeconds(20)); // no question while it is on its way
        Assert.Empty(_book.TakeWishes());

        _book.NotFetched(call.Id, Start + TimeSpan.FromSeconds(20));
        _book.Tick(Start + TimeSpan.FromSeconds(20));
        Assert.IsType<CheckThese>(Assert.Single(_book.TakeWishes()));
        _book.Replied(offer, Start);
        _book.Replied(new CallReply { CallId = call.Call.CallId, Value = ByteString.CopyFromUtf8("1") }, Start);

        Assert.True((await call.Reply.Task).HasValue);
    }

    [Fact]
    public async Task Who_waits_on_after_the_first_has_left_has_its_large_arguments_too()
    {
        var (first, second) = (Large(1, 700), Large(1, 700));
        _book.Cancel(first);

        Assert.Same(second, _book.Find(new CallId(1)));
        Assert.Equal(700, second.Large.Bytes);
        _book.Replied(new CallReply { CallId = first.Call.CallId, Value = ByteString.CopyFromUtf8("1") }, Start);
        Assert.True((await second.Reply.Task).HasValue);
        Assert.False(Large(2, 900).Reply.Task.IsCompleted); // all is free again
    }

    [Fact]
    public void Nonsense_from_outside_is_passed_over() => _book.Replied(new CallReply { CallId = ByteString.CopyFromUtf8("short"), Accepted = true }, Start);

    private void Move(PendingCall call, int second) =>
        _book.Replied(new CallReply { CallId = call.Call.CallId, Failure = new CallFailure { Code = ErrorCodes.Moved } }, Start + TimeSpan.FromSeconds(second));

    private PendingCall Large(ulong id, int bytes)
    {
        var message = new ServiceCall { CallId = new CallId(id).ToWire(), Method = "M" };
        var call = new PendingCall(new CallId(id), "s", message, TimeSpan.Zero) { Large = new Arguments(new byte[bytes]) };
        _book.Add(call, Start);
        return call;
    }

    private PendingCall Call(ulong id, TimeSpan timeout = default)
    {
        var call = new PendingCall(new CallId(id), "s", new ServiceCall { CallId = new CallId(id).ToWire(), Method = "M" }, timeout);
        _book.Add(call, Start);
        return call;
    }
}
