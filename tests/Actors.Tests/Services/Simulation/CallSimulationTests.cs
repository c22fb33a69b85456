using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Actors.Tests.Services.Simulation;

public class CallSimulationTests
{
    private const int StoryLines = 80;

    /// <summary>ACTORS_LONG=1 runs thirty times as many seeds.</summary>
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 6000 : 200;

    /// <summary>ACTORS_SEED=n begins with that one.</summary>
    private static readonly int First = int.TryParse(Environment.GetEnvironmentVariable("ACTORS_SEED"), CultureInfo.InvariantCulture, out var first) ? first : 0;

    private static readonly CallWorldOptions Calm = new CallWorldOptions().WithoutFaults();
    // How long the arguments of large calls are on their way, a broker does not see.
    private static readonly CallWorldOptions Level = Calm with { IsDeep = true, IsLevel = true, IsLossless = true, HasLimits = false, HasTimeouts = false, HasLarge = false, Calls = 200 };
    private static readonly CallWorldOptions Flood = Calm with { HasFlood = true, IsLossless = true, HasLimits = false, HasLabels = false, HasKeys = false, Calls = 300 };

    private static readonly CallWorldOptions Kept = Calm with { Brokers = 3, MoveHomes = true, MoveEvery = 2000, HasKeys = false, Kept = 0.7, IsLossless = true };
    private static readonly CallWorldOptions Leaving = Calm with { Brokers = 3, BrokersLeave = true, HostsLeave = true, HasKeys = false, Kept = 0.5, IsLossless = true };
    private static readonly CallWorldOptions Keyed = Calm with { KeysEnd = true, IsLossless = true, HasLimits = false, HasLabels = false, Calls = 200 };

    [Fact]
    public void Calls_end_and_keep_their_guarantees_whatever_fails() => Run(new CallWorldOptions(), Seeds);

    [Fact]
    public void Calls_without_limits_do_so_too() => Run(new CallWorldOptions { HasLimits = false }, Seeds);

    [Fact]
    public void Keyed_and_kept_calls_keep_their_word_while_their_broker_lives() =>
        Run(new CallWorldOptions { Brokers = 1, KillBrokers = false, MoveHomes = false }, Seeds);

    [Fact]
    public void Hosts_that_come_and_go_in_order_lose_no_call() => Run(Calm with { HostsLeave = true, HasKeys = false, Calls = 200, IsLossless = true }, Seeds / 2);

    [Fact]
    public void A_service_that_moves_loses_no_call() => Run(Calm with { MoveHomes = true, MoveEvery = 2000, HostsLeave = true, HasKeys = false, Calls = 200, IsLossless = true }, Seeds / 2);

    [Fact]
    public void Kept_calls_follow_their_service_from_broker_to_broker() => Run(Kept, Seeds / 2);

    [Fact]
    public void Kept_calls_are_answered_whatever_fails_but_their_brokers() =>
        Run(new CallWorldOptions { Brokers = 3, KillBrokers = false, BrokersLeave = true, MoveEvery = 5000, Kept = 0.5 }, Seeds / 2);

    [Fact]
    public void Kept_calls_survive_the_death_of_brokers_that_do_not_have_them() => Run(new CallWorldOptions { Brokers = 3, BrokersLeave = true, Kept = 0.5 }, Seeds / 4);

    [Fact]
    public void Brokers_that_leave_in_order_lose_no_call() => Run(Leaving, Seeds / 4);

    [Fact]
    public void Without_faults_every_call_runs_once() => Run(Calm with { IsLossless = true }, Seeds / 4);

    [Fact]
    public void Hosts_that_ask_for_too_much_do_no_harm() => Run(new CallWorldOptions { IsDeep = true, HasLimits = false }, Seeds / 4);

    [Fact]
    public void Hosts_that_say_in_many_messages_what_they_hold_are_understood() => Run(new CallWorldOptions { IsDeep = true, HasSmallMessages = true }, Seeds / 4);

    [Fact]
    public void No_host_is_idle_while_another_one_has_more_than_it_runs() => Run(Level, Seeds / 4);

    [Fact]
    public void Clients_have_their_shares_beside_one_that_floods() => Run(Flood, Seeds / 4);

    [Fact]
    public void A_caller_that_waits_no_more_ends_no_call_of_others() => Run(Keyed, Seeds / 2);

    [Fact]
    public void A_crowd_is_refused_and_all_others_are_served() => Run(new CallWorldOptions { IsCrowded = true }, Seeds / 4);

    [Fact]
    public void One_seed_is_one_story()
    {
        var stories = Enumerable.Range(0, 2).Select(_ =>
        {
            var world = new CallWorld(11, new CallWorldOptions());
            world.Run();
            return string.Join('\n', world.Story);
        }).ToArray();

        Assert.Equal(stories[0], stories[1]);
    }

    // ---- the checkers themselves ----

    [Fact]
    public void Clients_without_a_clock_are_found_out() => AssertFoundOut(new CallWorldOptions { NeverTimeOut = true }, "(1)");

    [Fact]
    public void Calls_that_hang_are_found_out() => AssertFoundOut(new CallWorldOptions { NeverTimeOut = true, HasTimeouts = false }, "(1)");

    [Fact]
    public void A_host_that_runs_calls_twice_is_found_out() => AssertFoundOut(Calm with { RunTwice = true }, "(2)");

    [Fact]
    public void Returned_calls_that_count_as_ended_are_found_out() => AssertFoundOut(Calm with { DropReturned = true, HostsLeave = true, HasLimits = false }, "(3)", "(6)");

    [Fact]
    public void Ends_that_a_broker_does_not_hear_of_are_found_out() => AssertFoundOut(Calm with { LoseEnds = true }, "(4)", "(8)", "(1)");

    [Fact]
    public void Too_much_credit_is_found_out() => AssertFoundOut(Calm with { DoubleCredit = true, HasLimits = false }, "(4)");

    [Fact]
    public void A_broker_that_ignores_limits_is_found_out() => AssertFoundOut(Calm with { IgnoreLimits = true }, "(5)");

    [Fact]
    public void A_broker_that_ignores_labels_is_found_out() => AssertFoundOut(Calm with { IgnoreLabels = true }, "(9)");

    [Fact]
    public void Hosts_that_keep_what_they_have_not_begun_are_found_out() => AssertFoundOut(Level with { NeverLevel = true }, "(10)");

    [Fact]
    public void A_broker_that_takes_back_without_asking_is_found_out() => AssertFoundOut(Level with { TakeUnconfirmed = true }, "(2)");

    [Fact]
    public void A_broker_that_knows_no_shares_is_found_out() => AssertFoundOut(Flood with { OneShare = true }, "(7)");

    [Fact]
    public void A_broker_that_never_forgets_is_found_out() => AssertFoundOut(Calm with { NeverForget = true }, "(8)");

    [Fact]
    public void Callers_that_end_the_calls_of_others_are_found_out() => AssertFoundOut(Keyed with { CancelForAll = true }, "(3)");

    [Fact]
    public void A_broker_that_forgets_what_it_hands_over_is_found_out() => AssertFoundOut(Kept with { ForgetHanded = true }, "(6)", "(12)");

    [Fact]
    public void A_broker_that_takes_nothing_and_says_it_has_is_found_out() => AssertFoundOut(Kept with { DropHanded = true }, "(6)", "(12)");

    [Fact]
    public void A_broker_that_asks_no_other_one_is_found_out() => AssertFoundOut(Kept with { AskNobody = true }, "(6)");

    [Fact]
    public void A_broker_that_leaves_with_what_it_keeps_is_found_out() => AssertFoundOut(Leaving with { LeaveAtOnce = true }, "(6)", "(12)");

    [Fact]
    public void Forgotten_keys_are_found_out() => AssertFoundOut(Calm with { ForgetKeys = true }, "(6)");

    private static void Run(CallWorldOptions options, int seeds)
    {
        for (var seed = First; seed < First + seeds; seed++)
        {
            var world = new CallWorld(seed, options);
            try
            {
                world.Run();
            }
            catch (Exception failure)
            {
                var id = failure.Message.Split(' ').FirstOrDefault(word => word.Length == 32);
                var end = string.Join('\n', world.Story.Where(line => id is null || line.Contains(id, StringComparison.Ordinal)).TakeLast(StoryLines));
                throw new XunitException($"seed {seed.ToString(CultureInfo.InvariantCulture)}: {failure.Message}\n{end}\n---\n{string.Join('\n', world.Story.TakeLast(StoryLines))}", failure);
            }
        }
    }

    private static void AssertFoundOut(CallWorldOptions options, params string[] findings)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            try
            {
                new CallWorld(seed, options).Run();
            }
            catch (XunitException failure) when (findings.Any(finding => failure.Message.StartsWith(finding, StringComparison.Ordinal)))
            {
                return;
            }
            catch (XunitException)
            {
                // Another checker was first; the next seed may show this one.
            }
        }

        throw new XunitException($"100 seeds, and nobody noticed: {string.Join(" or ", findings)}");
    }
}
