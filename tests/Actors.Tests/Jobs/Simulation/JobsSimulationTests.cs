using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Actors.Tests.Jobs.Simulation;

public class JobsSimulationTests
{
    private const int StoryLines = 60;

    /// <summary>ACTORS_LONG=1 runs twenty times as many seeds.</summary>
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 6000 : 300;

    [Fact]
    public void Accepted_jobs_end_once_and_with_the_named_result_whatever_fails() => Run(new WorldOptions(), Seeds);

    [Fact]
    public void Jobs_survive_a_network_that_loses_a_third_of_the_messages() =>
        Run(new WorldOptions { Loss = 0.33, CrashBrokers = false, CrashWorkers = false }, Seeds / 4);

    [Fact]
    public void Runs_go_on_under_a_new_broker_even_when_their_lease_events_are_lost() => Run(new WorldOptions { LoseLeases = true }, Seeds / 4);

    /// <summary>The journal of the product is in memory today.</summary>
    [Fact]
    public void Jobs_end_and_run_on_one_worker_at_a_time_although_every_new_broker_has_forgotten_them() =>
        Run(new WorldOptions { LedgerIsVolatile = true }, Seeds);

    [Fact]
    public void Without_faults_every_run_is_needed()
    {
        var options = new WorldOptions
        {
            Loss = 0,
            Duplication = 0,
            Stragglers = 0,
            CrashBrokers = false,
            CrashWorkers = false,
            DrainWorkers = false,
            Partition = false,
            BadRuns = false,
            MixedJobs = false,
        };
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new JobsWorld(seed, options);
            world.Run();
            Assert.Equal(world.Executions, world.Broker.Table.Ledger.Jobs.Values.Sum(job => job.Attempts));
            Assert.All(world.Broker.Table.Ledger.Jobs.Values, job => Assert.NotEqual(Actors.Jobs.JobVerdict.Lost, job.Verdict));
        }
    }

    [Fact]
    public void One_seed_is_one_story()
    {
        var stories = Enumerable.Range(0, 2).Select(_ =>
        {
            var world = new JobsWorld(7, new WorldOptions());
            world.Run();
            return string.Join('\n', world.Journal.Durable);
        }).ToArray();

        Assert.Equal(stories[0], stories[1]);
    }

    [Fact]
    public void A_table_that_ignores_epochs_is_found_out() => AssertFoundOut(new WorldOptions { IgnoreEpochs = true }, "(J4)");

    [Fact]
    public void Answers_before_durability_are_found_out() => AssertFoundOut(new WorldOptions { AnswerEarly = true }, "(J3)");

    [Fact]
    public void Workers_that_trust_their_leases_too_long_are_found_out() =>
        AssertFoundOut(new WorldOptions { WorkersTrustTooLong = true, CrashBrokers = false, CrashWorkers = false }, "runs on two workers");

    [Fact]
    public void A_new_broker_that_grants_at_once_is_found_out() =>
        AssertFoundOut(new WorldOptions { NoGrace = true, LoseLeases = true, CrashWorkers = false, Partition = false }, "runs on two workers");

    private static void Run(WorldOptions options, int seeds)
    {
        for (var seed = 0; seed < seeds; seed++)
        {
            var world = new JobsWorld(seed, options);
            try
            {
                world.Run();
            }
            catch (Exception failure)
            {
                var end = string.Join('\n', world.Story.TakeLast(StoryLines));
                throw new XunitException($"seed {seed.ToString(CultureInfo.InvariantCulture)}: {failure.Message}\n{end}", failure);
            }
        }
    }

    private static void AssertFoundOut(WorldOptions options, string finding)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            try
            {
                new JobsWorld(seed, options).Run();
            }
            catch (XunitException failure) when (failure.Message.Contains(finding, StringComparison.Ordinal))
            {
                return;
            }
            catch (XunitException)
            {
                // Another checker was first; the next seed may show this one.
            }
        }

        throw new XunitException($"200 seeds, and nobody noticed: {finding}");
    }
}
