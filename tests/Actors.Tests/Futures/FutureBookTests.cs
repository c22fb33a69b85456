using Actors.Futures;
using Actors.Futures.Book;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Futures;

public sealed class FutureBookTests
{
    private static readonly CallFailure Why = new() { Code = ErrorCodes.Failed, Message = "because" };

    private readonly FutureBook _book = new(maxSent: 100, maxAttempts: 3);
    private readonly List<BookEffect> _effects = [];

    [Fact]
    public void Work_is_sent_when_its_inputs_are_there_and_says_where_they_are()
    {
        Submit("a");
        Submit("b", "a");
        Assert.Equal(["a"], Sent());

        Compute("a", "w1");

        var send = Assert.Single(Take<SendWork>());
        Assert.Equal(("b", "a", "w1"), (send.Key, send.Inputs[0].Key, send.Inputs[0].Workers[0]));
    }

    [Fact]
    public void Work_had_better_go_where_most_of_its_input_lies()
    {
        foreach (var key in new[] { "a", "b", "c" })
            Submit(key);
        Submit("d", "a", "b", "c");
        Sent();
        _book.Computed("a", Serial("a"), "w1", null, [], 100);
        _book.Computed("b", Serial("b"), "w2", null, [], 200);
        _book.Computed("c", Serial("c"), "w1", null, ["b"], 150);

        var send = Assert.Single(Take<SendWork>());

        Assert.Equal([("w1", 450), ("w2", 200)], send.Near.Select(near => (near.Host, near.Weight)));
    }

    [Fact]
    public void The_same_key_is_made_once_and_stays_until_all_its_handles_are_gone()
    {
        Submit("a");
        Submit("a");
        Assert.Equal(["a"], Sent());
        Compute("a", "w1");

        _book.Release("a");
        Assert.Empty(Take<ReleaseData>());
        _book.Release("a");

        Assert.Equal("a", Assert.Single(Take<ReleaseData>()).Key);
        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void An_input_that_nobody_else_needs_goes_when_what_reads_it_is_done_but_its_lineage_stays()
    {
        Submit("a");
        Submit("b", "a");
        _book.Release("a");
        Sent();
        Compute("a", "w1");
        Sent();

        Compute("b", "w1");

        Assert.Equal("a", Assert.Single(Take<ReleaseData>()).Key);
        Assert.Equal(2, _book.Count);
        _book.WorkerGone("w1");
        Assert.Equal(["a"], Sent());
    }

    [Fact]
    public void Only_what_was_lost_and_is_still_needed_is_made_again()
    {
        foreach (var key in (string[])["kept", "lost", "elsewhere"])
            Submit(key);
        Submit("copied");
        Sent();
        Compute("kept", "w2");
        Compute("lost", "w1");
        Compute("elsewhere", "w2");
        Compute("copied", "w1");
        Submit("reader", "copied");
        Sent();
        Compute("reader", "w2", "copied");

        _book.WorkerGone("w1");

        Assert.Equal(["lost"], Sent());
        Assert.Equal("lost", Assert.Single(Take<Unsettled>()).Key);
    }

    [Fact]
    public void A_worker_that_misses_an_input_has_it_made_again_and_is_asked_again()
    {
        Submit("a");
        Submit("b", "a");
        Sent();
        Compute("a", "w1");
        Sent();

        _book.InputsMissing("b", Serial("b"), [new FutureInput { Key = "a", Workers = { "w1" } }], []);

        Assert.Equal(["a"], Sent());
        Compute("a", "w2");
        Assert.Equal(["b"], Sent());
    }

    [Fact]
    public void What_is_lost_with_its_inputs_every_time_is_given_up()
    {
        Submit("a");
        Submit("b", "a");
        Sent();
        for (var i = 0; i < 3; i++)
        {
            Compute("a", "w1");
            Assert.Equal(["b"], Sent());
            _book.InputsMissing("b", Serial("b"), [new FutureInput { Key = "a", Workers = { "w1" } }], []);
            Sent();
        }

        Assert.Equal(ErrorCodes.Unavailable, Take<Settled>().Last(settled => settled.Key == "b").Failure!.Code);
    }

    [Fact]
    public void A_failure_goes_on_to_all_that_wait_for_it()
    {
        Submit("a");
        Submit("b", "a");
        Submit("c", "b");
        Sent();

        _book.Failed("a", Serial("a"), Why);
        Submit("d", "c");

        Assert.Equal(["a", "b", "c", "d"], Take<Settled>().Where(settled => settled.Failure == Why).Select(settled => settled.Key));
    }

    [Fact]
    public void Work_that_nobody_needs_any_more_is_stopped_with_all_that_it_alone_needed()
    {
        Submit("a");
        Submit("b", "a");
        Sent();
        _book.Release("a");
        var serial = Serial("a");

        _book.Release("b");

        Assert.Equal(new StopWork("a", serial), Assert.Single(Take<StopWork>()));
        Assert.True(Assert.Single(Take<ReleaseData>()).Serial > serial);
        Assert.Equal(0, _book.Count);
        _book.Computed("a", serial, "w1", null, []);
        Assert.Empty(Take<Settled>());
    }

    [Fact]
    public void Whoever_asks_again_for_what_was_cancelled_gets_it()
    {
        Submit("a");
        Sent();
        _book.Cancel("a", "cancelled");
        Assert.Equal(ErrorCodes.Cancelled, Assert.Single(Take<Settled>()).Failure!.Code);

        Submit("a");

        Assert.Equal(["a"], Sent());
    }

    [Fact]
    public void A_scattered_value_that_is_lost_fails_what_needs_it()
    {
        _book.Scattered("value", ["w1"]);
        Submit("a", "value");
        Sent();

        _book.InputsMissing("a", Serial("a"), [new FutureInput { Key = "value", Workers = { "w1" } }], []);

        Assert.Equal(["value", "value", "a"], Take<Settled>().Select(settled => settled.Key));
        Assert.Equal(ErrorCodes.Lost, _book.Find("a")!.Failure!.Code);
    }

    [Fact]
    public void A_worker_that_could_not_be_asked_keeps_what_it_has_and_is_asked_again_after_a_pause()
    {
        _book.Scattered("value", ["w1"]);
        Submit("a", "value");
        Sent();

        _book.InputsMissing("a", Serial("a"), [], [new FutureInput { Key = "value", Workers = { "w1" } }]);

        Assert.Empty(Sent());
        Assert.Equal(new PauseWork("a", Serial("a"), 1), Assert.Single(Take<PauseWork>()));
        _book.Resume("a", Serial("a"));
        Assert.Equal(["w1"], Assert.Single(Take<SendWork>()).Inputs[0].Workers);
    }

    [Fact]
    public void Workers_that_can_never_be_asked_are_given_up()
    {
        _book.Scattered("value", ["w1"]);
        Submit("a", "value");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(["a"], Sent());
            _book.InputsMissing("a", Serial("a"), [], [new FutureInput { Key = "value", Workers = { "w1" } }]);
            _book.Resume("a", Serial("a"));
        }

        Assert.Equal(ErrorCodes.Unavailable, _book.Find("a")!.Failure!.Code);
        Assert.Equal(RecordState.Done, _book.Find("value")!.State);
    }

    [Fact]
    public void What_is_refused_for_overload_is_sent_again_after_longer_and_longer_pauses_and_never_given_up()
    {
        Submit("a");
        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal(["a"], Sent());
            _book.Refused("a", Serial("a"));
            Assert.Empty(Sent());
            Assert.Equal(i, Assert.Single(Take<PauseWork>()).Failures);
            _book.Resume("a", Serial("a"));
        }

        Assert.Equal(["a"], Sent());
        Assert.Equal(1, _book.SentCount);
    }

    [Fact]
    public void A_value_for_which_a_shelf_has_no_room_had_better_be_made_elsewhere_and_is_given_up_at_last()
    {
        Submit("a");
        Submit("b", "a");
        Sent();
        Compute("a", "w1");
        for (var i = 0; i < 3; i++)
        {
            var send = Assert.Single(Take<SendWork>());
            Assert.Equal(i == 0 ? (1, 0) : (0, 500), (send.Near.Count, send.Room));
            _book.NoRoom("b", Serial("b"), "w1", 500);
            Assert.Empty(Sent());
            _book.Resume("b", Serial("b"));
        }

        Assert.Equal(ErrorCodes.Overloaded, _book.Find("b")!.Failure!.Code);
    }

    [Fact]
    public void What_pauses_fails_with_its_input_and_is_not_resumed()
    {
        _book.Scattered("value", ["w1"]);
        Submit("a", "value");
        Sent();
        _book.Refused("a", Serial("a"));

        _book.Lost("value", "w1");
        _book.Resume("a", Serial("a"));

        Assert.Empty(Sent());
        Assert.Equal(ErrorCodes.Lost, _book.Find("a")!.Failure!.Code);
        Assert.Equal(0, _book.SentCount);
    }

    [Fact]
    public void No_more_is_sent_at_a_time_than_the_limit_and_what_is_deepest_goes_first()
    {
        var book = new FutureBook(maxSent: 1, maxAttempts: 3);
        foreach (var key in (string[])["a", "b", "c"])
            book.Submit(key, Work(), []);
        book.Submit("deep", Work(), ["a"]);

        var first = Assert.Single(book.TakeEffects().OfType<SendWork>());
        book.Computed(first.Key, first.Serial, "w1", null, []);

        Assert.Equal(("a", "deep"), (first.Key, Assert.Single(book.TakeEffects().OfType<SendWork>()).Key));
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_is_healed_and_dropped()
    {
        const int Length = 100_000;
        Submit("0");
        for (var i = 1; i <= Length; i++)
        {
            Submit($"{i}", $"{i - 1}");
            _book.Release($"{i - 1}");
        }

        Sent();
        for (var i = 0; i <= Length; i++)
        {
            Compute($"{i}", "w1");
            _book.TakeEffects();
        }

        _book.WorkerGone("w1");
        Assert.Equal(["0"], Sent());
        _book.Failed("0", Serial("0"), Why);
        Assert.Same(Why, _book.Find($"{Length}")!.Failure);
        _book.Release($"{Length}");

        Assert.Equal(0, _book.Count);
    }

    private static FutureWork Work() => new(new FunctionName(), []);

    private void Submit(string key, params string[] inputs) => _book.Submit(key, Work(), inputs);

    private long Serial(string key) => _book.Find(key)!.Serial;

    private void Compute(string key, string worker, params string[] copied) => _book.Computed(key, Serial(key), worker, null, copied);

    private IEnumerable<string> Sent() => Take<SendWork>().Select(send => send.Key).ToArray();

    private List<T> Take<T>()
        where T : BookEffect
    {
        _effects.AddRange(_book.TakeEffects());
        var taken = _effects.OfType<T>().ToList();
        _effects.RemoveAll(effect => effect is T);
        return taken;
    }
}
