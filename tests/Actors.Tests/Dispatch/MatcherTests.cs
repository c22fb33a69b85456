using Actors.Dispatch;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Dispatch;

public class MatcherTests
{
    private static readonly LabelSet Plain = LabelSet.Of(["plain"]);
    private static readonly LabelSet Gpu = LabelSet.Of(["gpu", "plain"]);
    private readonly Matcher<int> _matcher = new();

    [Fact]
    public void Higher_priority_goes_first_and_equals_go_in_order()
    {
        foreach (var (key, priority) in new[] { (1, 0), (2, 5), (3, 0), (4, 5), (5, -3) })
            _matcher.Add(key, Plain, priority, "client");
        _matcher.SetWorker("worker", Plain, 10, 0);

        Assert.Equal([2, 4, 1, 3, 5], Keys());
    }

    [Fact]
    public void Clients_take_turns_however_many_jobs_one_of_them_has()
    {
        for (var key = 0; key < 10; key++)
            _matcher.Add(key, Plain, 0, "many");
        _matcher.Add(100, Plain, 0, "few");
        _matcher.Add(101, Plain, 0, "few");
        _matcher.SetWorker("worker", Plain, 6, 0);

        Assert.Equal([0, 100, 1, 101, 2, 3], Keys());
    }

    [Fact]
    public void A_client_that_paused_neither_pays_for_its_past_nor_saves_up()
    {
        _matcher.SetWorker("worker", Plain, 1000, 0);
        for (var key = 0; key < 100; key++)
            _matcher.Add(key, Plain, 0, "early");
        Assert.Equal(100, Keys().Length);

        _matcher.SetWorker("worker", Plain, 0, 0);
        for (var key = 0; key < 4; key++)
        {
            _matcher.Add(key, Plain, 0, "early");
            _matcher.Add(10 + key, Plain, 0, "late");
        }

        _matcher.SetWorker("worker", Plain, 1000, 0);
        var order = Keys();
        // Level from the first turn: of any two in a row each client has one.
        Assert.All(order.Chunk(2), pair => Assert.Equal(1, pair.Count(key => key >= 10)));
    }

    [Fact]
    public void A_worker_gets_what_it_offers_and_the_rest_waits()
    {
        _matcher.Add(1, Gpu, 0, "client");
        _matcher.Add(2, Plain, 0, "client");
        _matcher.SetWorker("plain", Plain, 5, 0);
        Assert.Equal([(2, "plain")], Matches());

        _matcher.SetWorker("gpu", Gpu, 5, 0);
        Assert.Equal([(1, "gpu")], Matches());
    }

    [Fact]
    public void The_worker_that_has_been_left_alone_for_longest_is_next()
    {
        foreach (var worker in new[] { "a", "b", "c" })
            _matcher.SetWorker(worker, Plain, 2, 0);
        foreach (var key in Enumerable.Range(0, 6))
            _matcher.Add(key, Plain, 0, "client");

        Assert.Equal(["a", "b", "c", "a", "b", "c"], Matches().Select(match => match.Worker));
        _matcher.Add(7, Plain, 0, "client");
        Assert.Empty(Matches());
        _matcher.Free("b");
        Assert.Equal([(7, "b")], Matches());
    }

    [Fact]
    public void An_item_that_names_workers_waits_for_one_of_them()
    {
        _matcher.SetWorker("a", LabelSet.Of(["a", "plain"]), 1, 0);
        _matcher.Add(1, new Asked(Plain, LabelSet.Of(["b", "c"])), 9, "client");
        _matcher.Add(2, new Asked(LabelSet.Empty, LabelSet.Of(["c", "b"])), 0, "client");
        Assert.Empty(Matches());

        _matcher.SetWorker("c", LabelSet.Of(["c"]), 5, 0);
        Assert.Equal([(2, "c")], Matches());
        _matcher.SetWorker("b", LabelSet.Of(["b", "plain"]), 5, 0);
        Assert.Equal([(1, "b")], Matches());
    }

    [Fact]
    public void An_item_goes_where_most_of_its_input_lies_and_of_equals_where_least_is_held()
    {
        foreach (var worker in new[] { "a", "b", "c", "d" })
            _matcher.SetWorker(worker, Plain, 3, 0);
        AddNear(1, ("d", 10), ("c", 20), ("gone", 99));
        Assert.Equal([(1, "c")], Matches());

        AddNear(2, ("c", 20), ("d", 20));
        Assert.Equal([(2, "d")], Matches());
        _matcher.Add(3, Plain, 0, "client");
        Assert.Equal([(3, "a")], Matches());
    }

    [Fact]
    public void A_worker_that_becomes_free_takes_what_lies_there_before_older_items_that_lie_elsewhere()
    {
        _matcher.SetWorker("a", Plain, 1, 1);
        _matcher.SetWorker("b", Plain, 1, 1);
        AddNear(1, ("a", 5));
        AddNear(2, ("b", 5));
        AddNear(3, ("b", 6));

        _matcher.Free("b");
        Assert.Equal([(3, "b")], Matches());
        _matcher.Free("a");
        Assert.Equal([(1, "a")], Matches());
    }

    [Fact]
    public void An_idle_worker_takes_what_lies_elsewhere_when_nothing_lies_there()
    {
        _matcher.SetWorker("busy", Plain, 1, 1);
        AddNear(1, ("busy", 5));
        AddNear(2, ("busy", 5));

        _matcher.SetWorker("idle", Plain, 1, 0);

        Assert.Equal([(1, "idle")], Matches());
    }

    [Fact]
    public void An_item_is_not_passed_over_for_ever()
    {
        _matcher.SetWorker("never", Plain, 1, 1);
        _matcher.SetWorker("often", Plain, 1, 1);
        AddNear(0, ("never", 5));
        for (var key = 1; key < 50; key++)
            AddNear(key, ("often", 5));

        var before = 0;
        for (_matcher.Free("often"); Keys().Single() != 0; _matcher.Free("often"))
            before++;

        Assert.InRange(before, 1, 10);
    }

    [Fact]
    public void Credit_is_a_state_so_saying_it_twice_is_saying_it_once()
    {
        for (var key = 0; key < 9; key++)
            _matcher.Add(key, Plain, 0, "client");
        _matcher.SetWorker("worker", Plain, 2, 0);
        Assert.Equal(2, Keys().Length);
        _matcher.SetWorker("worker", Plain, 2, 0);
        Assert.Empty(Keys());
        _matcher.SetWorker("worker", Plain, 3, 0);
        Assert.Single(Keys());
        _matcher.SetWorker("worker", Plain, 0, 0);
        _matcher.Free("worker");
        Assert.Empty(Keys());
    }

    [Fact]
    public void What_was_taken_out_and_workers_that_left_match_nothing()
    {
        var ticket = _matcher.Add(1, Plain, 0, "client");
        _matcher.Remove(ticket);
        _matcher.SetWorker("worker", Plain, 1, 0);
        Assert.Empty(Keys());
        _matcher.RemoveWorker("worker");
        _matcher.Add(2, Plain, 0, "client");
        Assert.Empty(Keys());
        Assert.Equal((1, 1), (_matcher.ReadyCount, _matcher.ClassCount));
    }

    [Fact]
    public void A_thousand_kinds_of_labels_are_forgotten_with_their_last_job()
    {
        for (var kind = 0; kind < 1000; kind++)
            _matcher.Remove(_matcher.Add(kind, LabelSet.Of([$"label-{kind}"]), 0, $"client-{kind}"));
        Assert.Empty(Keys());
        Assert.Equal((0, 0), (_matcher.ReadyCount, _matcher.ClassCount));
    }

    /// <summary>Against what a look at everything would find: nothing that could go stays, nothing goes where it must not.</summary>
    [Fact]
    public void After_every_change_nothing_is_left_that_could_be_granted() =>
        Property.Holds(Gen.Choose(0, 1_000_000).ArrayOf(60), script =>
        {
            var matcher = new Matcher<int>();
            var offered = new[] { Plain, Gpu, LabelSet.Of(["zone"]), LabelSet.Of(["gpu", "plain", "zone"]) };
            var asked = new Asked[] { Plain, Gpu, LabelSet.Of(["zone"]), new(LabelSet.Empty, LabelSet.Of(["gpu", "zone"])) };
            var waiting = new Dictionary<int, (Asked Asked, ReadyTicket<int> Ticket)>();
            var workers = new Dictionary<string, (LabelSet Offered, int Window, int Held)>();
            var next = 0;
            foreach (var number in script)
            {
                var (act, which, value) = (number % 5, number / 5 % 4, number / 20);
                var worker = "worker" + which;
                if (act <= 1)
                {
                    Nearness[] near = value % 7 == 0 ? [new Nearness("worker" + (value / 7 % 5), value)] : [];
                    waiting[++next] = (asked[value % 4], matcher.Add(next, asked[value % 4], value % 3 - 1, "client" + which, near: near));
                }
                else if (act == 2)
                {
                    var held = workers.TryGetValue(worker, out var known) ? known.Held : 0;
                    workers[worker] = (offered[value % 4], value % 3, held);
                    matcher.SetWorker(worker, offered[value % 4], value % 3, held);
                }
                else if (act == 3 && workers.TryGetValue(worker, out var seat) && seat.Held > 0)
                {
                    workers[worker] = seat with { Held = seat.Held - 1 };
                    matcher.Free(worker);
                }
                else if (act == 4 && waiting.Count > 0)
                {
                    var key = waiting.Keys.ElementAt(value % waiting.Count);
                    matcher.Remove(waiting[key].Ticket);
                    waiting.Remove(key);
                }

                while (matcher.TryMatch(out var key, out var to))
                {
                    Assert.True(waiting.Remove(key, out var item) && item.Asked.IsOfferedBy(workers[to].Offered) && workers[to].Held < workers[to].Window);
                    workers[to] = workers[to] with { Held = workers[to].Held + 1 };
                }

                Assert.Equal(waiting.Count, matcher.ReadyCount);
                Assert.DoesNotContain(waiting.Values, item => workers.Values.Any(seat => seat.Held < seat.Window && item.Asked.IsOfferedBy(seat.Offered)));
            }
        });

    private void AddNear(int key, params (string Worker, long Weight)[] near) =>
        _matcher.Add(key, Plain, 0, "client", near: [.. near.Select(worker => new Nearness(worker.Worker, worker.Weight))]);

    private int[] Keys() => [.. Matches().Select(match => match.Key)];

    private List<(int Key, string Worker)> Matches()
    {
        var matches = new List<(int, string)>();
        while (_matcher.TryMatch(out var key, out var worker))
            matches.Add((key, worker));
        return matches;
    }
}
