using Actors.Services;
using Actors.Services.Brokers;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Brokers;

public class MovingCallsTests
{
    private static readonly DeskTerms Terms = new();
    private readonly ServiceDesk _old = new("s", Terms, TimeSpan.Zero);
    private readonly ServiceDesk _new = new("s", Terms, TimeSpan.Zero);
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_call_stays_until_the_new_broker_has_said_that_it_took_it()
    {
        Submit(_old, 1);
        _old.GiveAway("new", _now);
        var first = Handed(_old);
        _now += Terms.ResendAfter;
        _old.Tick(_now);
        var again = Handed(_old);

        Assert.Equal(("new", first.Message.Number, ReplyState.ReplyNotReady), (first.Broker, again.Message.Number, StateOf(_old, 1)));
        _old.Taken(_new.TakeKept(again.Message, _now), _now);

        Assert.Equal((ReplyState.ReplyUnknown, ReplyState.ReplyNotReady), (StateOf(_old, 1), StateOf(_new, 1)));
        Assert.Equal((0, 1, false), (_old.QueuedCount, _new.QueuedCount, _old.HasKept));
    }

    [Fact]
    public void A_broker_that_is_not_yet_the_one_is_asked_again()
    {
        _new.GiveAway("", _now);
        Submit(_old, 1);
        _old.GiveAway("new", _now);
        HandOver();
        Assert.Equal((1, 0), (_old.QueuedCount, _new.QueuedCount));

        _new.TakeOver(_now);
        _now += Terms.Look;
        _old.Tick(_now);
        HandOver();

        Assert.Equal((0, 1), (_old.QueuedCount, _new.QueuedCount));
        Assert.Equal("M", Run(_new).Call.Call!.Method); // sent twice in vain, it has been nowhere
    }

    [Fact]
    public void A_call_that_runs_follows_its_host()
    {
        Serve(_old, "h", 1, window: 1);
        Submit(_old, 1);
        Report(_old, "h", 1, next: 1);
        _old.GiveAway("new", _now);
        HandOver();
        Assert.Equal((true, false), (_old.HasKept, _new.HasKept));

        Serve(_new, "h", 2, window: 1, held: 1);
        _now += Terms.Look;
        _old.Tick(_now);
        HandOver();
        Assert.Equal((false, ReplyState.ReplyNotReady), (_old.HasKept, StateOf(_new, 1)));
        _new.TakeEffects();
        _new.Report(new HostReport { Host = "h", Registration = 2, Window = 1, Ended = { new EndedRun { CallId = Id(1).ToWire(), Number = -1 } } }, _now);

        Assert.Equal(Id(1), Assert.Single(_new.TakeEffects().OfType<SendRepeat>()).Call); // the host told the broker that gave it
    }

    [Fact]
    public void A_run_that_may_be_on_its_way_to_its_host_stays()
    {
        Serve(_old, "h", 1, window: 1);
        Submit(_old, 1);
        Serve(_new, "h", 2, window: 1, held: 1);
        _old.TakeEffects();
        _old.GiveAway("new", _now);

        Assert.DoesNotContain(_old.TakeEffects(), effect => effect is SendKept);
        Report(_old, "h", 1, next: 1);
        _now += Terms.Look;
        _old.Tick(_now);
        HandOver();

        Assert.False(_old.HasKept);
    }

    [Fact]
    public void What_has_ended_follows_too()
    {
        Serve(_old, "h", 1, window: 1);
        Submit(_old, 1);
        _old.Keep(new CallReply { CallId = Id(1).ToWire(), Value = ByteString.CopyFromUtf8("1") }, _now);
        _old.GiveAway("new", _now);
        HandOver();

        Assert.Equal((ReplyState.ReplyUnknown, ReplyState.ReplyReady), (StateOf(_old, 1), StateOf(_new, 1)));
    }

    [Fact]
    public void A_reply_that_comes_while_its_call_is_on_its_way_goes_after_it()
    {
        Serve(_old, "h", 1, window: 1);
        Submit(_old, 1);
        Report(_old, "h", 1, next: 1);
        Serve(_new, "h", 2, window: 1, held: 1);
        _old.TakeEffects();
        _old.GiveAway("new", _now);
        var handed = Handed(_old);
        _old.Keep(new CallReply { CallId = Id(1).ToWire(), Value = ByteString.CopyFromUtf8("1") }, _now);
        _old.Taken(_new.TakeKept(handed.Message, _now), _now);
        HandOver();

        Assert.Equal((ReplyState.ReplyUnknown, ReplyState.ReplyReady), (StateOf(_old, 1), StateOf(_new, 1)));
    }

    [Fact]
    public void A_call_that_was_handed_to_a_broker_that_died_runs_only_if_it_may_run_twice()
    {
        Submit(_old, 1);
        Submit(_old, 2, method: "Again");
        _old.GiveAway("dead", _now);
        Handed(_old);
        _old.Lose(broker => broker != "dead", _now);
        _old.GiveAway("new", _now);
        HandOver();
        _now += Terms.Lease;
        _new.Tick(_now);

        Assert.Equal(["Again"], Serve(_new, "h", 1, window: 10).Select(run => run.Call.Call!.Method));
        Assert.Equal((ReplyState.ReplyReady, ErrorCodes.Lost), (StateOf(_new, 1), ReplyOf(_new, 1).Failure.Code));
    }

    [Fact]
    public void A_broker_that_has_the_service_again_goes_on_with_what_it_has_not_handed_over()
    {
        Submit(_old, 1);
        _old.GiveAway("", _now); // no broker is there
        _old.TakeOver(_now);
        Assert.Single(Serve(_old, "h", 1, window: 1));

        Submit(_old, 2);
        _old.GiveAway("new", _now);
        var handed = Handed(_old);
        _old.TakeOver(_now);
        Assert.Empty(Serve(_old, "i", 1, window: 1)); // the other one may have it
        _new.GiveAway("old", _now);
        _old.Taken(_new.TakeKept(handed.Message, _now), _now);

        Assert.Equal(Id(2), Assert.Single(_old.TakeEffects().OfType<SendRun>()).Call.Id);
    }

    [Fact]
    public void A_call_that_comes_back_is_no_longer_on_its_way()
    {
        Submit(_old, 1);
        _old.GiveAway("new", _now);
        var there = Handed(_old);
        var taken = _new.TakeKept(there.Message, _now); // the answer is slow
        _old.TakeOver(_now);
        _new.GiveAway("old", _now);
        var back = _old.TakeKept(Handed(_new).Message, _now);
        _old.Taken(taken, _now);
        _new.Taken(back, _now);

        Assert.Equal((1, 0), (_old.QueuedCount, _new.QueuedCount));
        Assert.Equal(ReplyState.ReplyNotReady, StateOf(_old, 1));
    }

    [Fact]
    public void A_cancellation_follows_the_call()
    {
        Submit(_old, 1);
        Submit(_old, 2);
        _old.GiveAway("new", _now);
        var handed = Handed(_old);
        Submit(_new, 3);
        _old.Cancel("", [Id(1)], _now);

        Assert.Equal(("new", Id(1)), Assert.Single(_old.TakeEffects().OfType<PassCancel>()) is var pass ? (pass.Broker, pass.Calls.Single()) : default);
        var answer = _new.TakeKept(handed.Message, _now);
        _new.Cancel("", [Id(1)], _now);
        _old.Taken(answer, _now);
        Assert.Equal(ErrorCodes.Cancelled, ReplyOf(_new, 1).Failure.Code);
    }

    [Fact]
    public void Accepted_calls_find_room_where_new_ones_are_refused_and_wait_when_it_is_too_much()
    {
        var small = new ServiceDesk("s", Terms with { MaxQueued = 2 }, TimeSpan.Zero);
        Submit(small, 1);
        Submit(small, 2);
        foreach (ulong id in (ulong[])[3, 4, 5])
            Submit(_old, id);
        _old.GiveAway("new", _now);
        var handed = Handed(_old);
        _old.Taken(small.TakeKept(handed.Message, _now), _now);

        Assert.Equal((4, 1), (small.QueuedCount, _old.QueuedCount));
        small.Cancel("", [Id(1)], _now);
        _now += Terms.Look;
        _old.Tick(_now);
        _old.Taken(small.TakeKept(Handed(_old).Message, _now), _now);
        Assert.False(_old.HasKept);
    }

    [Fact]
    public void However_much_is_kept_each_message_fits_a_frame()
    {
        Serve(_old, "h", 1, window: 1000);
        for (ulong id = 1; id <= 100; id++)
        {
            Submit(_old, id);
            _old.Keep(new CallReply { CallId = Id(id).ToWire(), Value = ByteString.CopyFrom(new byte[20_000]) }, _now);
        }

        _old.TakeEffects();
        _old.GiveAway("new", _now);
        var messages = 0;
        while (_old.TakeEffects().OfType<SendKept>().SingleOrDefault() is { } handed)
        {
            messages++;
            Assert.InRange(handed.Message.CalculateSize(), 1, 100_000);
            _old.Taken(_new.TakeKept(handed.Message, _now), _now);
        }

        Assert.Equal((34, false), (messages, _old.HasKept));
        Assert.All(Enumerable.Range(1, 100), id => Assert.Equal(ReplyState.ReplyReady, StateOf(_new, (ulong)id)));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void A_call_that_its_host_gives_back_unbegun_runs_elsewhere_unless_another_broker_may_give_it_too(bool isAgain, bool isKeyed, bool runs)
    {
        Serve(_new, "h", 1, window: 0, held: 1); // the old broker gave it
        _new.Arrive("c", "c", [new ServiceCall { CallId = Id(1).ToWire(), Method = "M", Again = isAgain, IsKeyed = isKeyed }], _now);
        Assert.Empty(_new.TakeEffects());

        _new.Report(new HostReport { Host = "h", Registration = 1, Ended = { new EndedRun { CallId = Id(1).ToWire(), IsReturned = true, Number = -1 } } }, _now);
        var given = Serve(_new, "other", 1, window: 1);

        Assert.Equal(runs ? 1 : 0, given.Count);
        Assert.Equal(0, _new.QueuedCount);
    }

    private static CallId Id(ulong id) => new(id);

    private static SendKept Handed(ServiceDesk desk) => Assert.Single(desk.TakeEffects().OfType<SendKept>());

    private void HandOver()
    {
        while (_old.TakeEffects().OfType<SendKept>().SingleOrDefault() is { } handed)
            _old.Taken(_new.TakeKept(handed.Message, _now), _now);
    }

    private void Submit(ServiceDesk desk, ulong id, string method = "M") =>
        desk.Arrive("c", "c", [new ServiceCall { CallId = Id(id).ToWire(), Method = method, KeepMs = 60_000 }], _now);

    private IReadOnlyList<SendRun> Serve(ServiceDesk desk, string host, long registration, int window, ulong held = 0)
    {
        var shape = new ServiceShape { Methods = { new MethodShape { Name = "M" }, new MethodShape { Name = "Again", AtLeastOnce = true } } };
        desk.Register(new RegisterHost { Host = host, Service = "s", Registration = registration, Shape = shape, Held = { (ByteString[])(held > 0 ? [Id(held).ToWire()] : []) } }, _now);
        desk.TakeEffects();
        desk.Report(new HostReport { Host = host, Registration = registration, Window = window }, _now);
        return [.. desk.TakeEffects().OfType<SendRun>()];
    }

    private SendRun Run(ServiceDesk desk) => Assert.Single(Serve(desk, "h", 1, window: 1));

    private void Report(ServiceDesk desk, string host, long registration, long next)
    {
        desk.Report(new HostReport { Host = host, Registration = registration, Next = next, Window = 1 }, _now);
        desk.TakeEffects();
    }

    private ReplyShown ShownBy(ServiceDesk desk, ulong id)
    {
        desk.Show(Id(id), new ReplyAsker("asker", 1), TimeSpan.Zero, _now);
        var shown = Assert.Single(desk.TakeEffects().OfType<ShowReply>());
        return new ReplyShown { State = shown.State, Reply = shown.Reply };
    }

    private ReplyState StateOf(ServiceDesk desk, ulong id) => ShownBy(desk, id).State;

    private CallReply ReplyOf(ServiceDesk desk, ulong id) => ShownBy(desk, id).Reply;
}
