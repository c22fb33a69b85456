using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Table;
using Xunit;

namespace Actors.Tests.Jobs.Table;

/// <summary>Workers that die, fall silent, come back or give back; what each costs the job.</summary>
public class JobFaultsTests
{
    private readonly TableBench _bench = new();

    [Fact]
    public void The_job_of_a_silent_worker_runs_elsewhere_within_5_seconds()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Enter("first");
        Assert.Equal("first", Assert.Single(_bench.Grants()).Worker);
        _bench.Enter("second", window: 0);
        _bench.PassWith("second", 5);

        Assert.Equal("second", Assert.Single(_bench.Grants()).Worker);
        Assert.Equal(2, job.Attempts);
    }

    [Fact]
    public void A_worker_that_reports_its_run_keeps_it()
    {
        _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        var run = Assert.Single(_bench.Grants());
        _bench.PassWith("worker", 60, held: TableBench.Held(run));

        Assert.Empty(_bench.Events.OfType<RunLost>());
    }

    [Fact]
    public void A_worker_that_reports_without_its_run_loses_it()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        _bench.PassWith("worker", 4);

        Assert.Single(_bench.Events.OfType<RunLost>());
        Assert.Equal(2, job.Attempts);
    }

    [Fact]
    public void A_late_result_of_a_lost_run_is_taken_while_nobody_else_has_the_job()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        var run = Assert.Single(_bench.Grants());
        _bench.Pass(3.6);
        Assert.Equal(JobPhase.Ready, job.Phase);

        _bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));

        // Its worker fell silent, so it is asked to register anew; then its word counts again.
        Assert.True(job.Phase == JobPhase.Completed || _bench.Take<AskRegistration>().Count == 1);
        if (job.Phase != JobPhase.Completed)
        {
            _bench.Enter("worker", window: 0);
            _bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));
        }

        Assert.Equal((JobPhase.Completed, 1), (job.Phase, _bench.Events.OfType<JobEnded>().Count()));
    }

    [Fact]
    public void A_late_result_is_refused_once_another_worker_has_the_job()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Enter("first");
        var lost = Assert.Single(_bench.Grants());
        _bench.Pass(4);
        _bench.Enter("second");
        var current = Assert.Single(_bench.Grants());
        _bench.Enter("first", window: 0, incarnation: 1);
        _bench.Take<AnswerResult>();

        _bench.Finish(lost, TableBench.Outcome(JobVerdict.Ok));
        Assert.False(Assert.Single(_bench.Take<AnswerResult>()).Accepted);
        _bench.Finish(current, TableBench.Outcome(JobVerdict.Ok));
        Assert.True(Assert.Single(_bench.Take<AnswerResult>()).Accepted);
        Assert.Equal(current.Epoch, job.Epoch);
    }

    [Fact]
    public void A_result_that_is_sent_twice_is_accepted_twice_and_counts_once()
    {
        _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        var run = Assert.Single(_bench.Grants());
        var outcome = TableBench.Outcome(JobVerdict.Ok);
        _bench.Finish(run, outcome);
        _bench.Finish(run, outcome);
        Assert.All(_bench.Take<AnswerResult>(), answer => Assert.True(answer.Accepted));
        Assert.Single(_bench.Events.OfType<JobEnded>());
    }

    [Fact]
    public void A_worker_that_is_started_anew_gives_its_runs_up_at_once()
    {
        _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        _bench.Grants();
        _bench.Enter("worker", incarnation: 2);
        Assert.Contains("was restarted", Assert.Single(_bench.Events.OfType<RunLost>()).Reason);
        _bench.Pass(_bench.Settings.LostRunPause);
        _bench.Beat("worker", incarnation: 2);
        Assert.Equal(2, Assert.Single(_bench.Grants()).Incarnation);
    }

    [Fact]
    public void A_late_message_of_an_incarnation_that_is_over_disturbs_nobody()
    {
        _bench.Submit(TableBench.Job());
        _bench.Enter("worker", incarnation: 2);
        var run = Assert.Single(_bench.Grants());
        _bench.Step(new Register("worker", 1, LabelSet.Empty, Ballot.None));
        _bench.Step(new Report("worker", 1, 99, 5, []));
        Assert.Empty(_bench.Take<AskRegistration>());
        _bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));
        Assert.True(Assert.Single(_bench.Take<AnswerResult>()).Accepted);
    }

    [Fact]
    public void The_third_unclean_end_fails_the_job()
    {
        var job = _bench.Submit(TableBench.Job());
        for (var incarnation = 1; incarnation <= 3; incarnation++)
        {
            _bench.Enter("worker", incarnation: incarnation);
            _bench.Pass(1);
            _bench.Beat("worker", incarnation: incarnation);
            Assert.Equal(incarnation, job.Attempts);
        }

        Assert.False(job.HasEnded);
        _bench.Enter("worker", incarnation: 4);
        Assert.Equal((JobPhase.Failed, JobVerdict.Lost, 3), (job.Phase, job.Verdict, job.Attempts));
        Assert.Contains("3 runs did not end by themselves", job.Reason);
    }

    [Fact]
    public void Clean_ends_are_not_held_against_a_job()
    {
        var job = _bench.Submit(TableBench.Job() with { Retries = new JobRetries { Limit = 50, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(1) } });
        _bench.Enter("worker");
        for (var run = 0; run < 10; run++)
        {
            _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Exit, "exit code 1"));
            _bench.Pass(0.1);
            _bench.Beat("worker");
        }

        Assert.Equal((11, false), (job.Attempts, job.HasEnded));
    }

    [Fact]
    public void A_run_that_the_worker_gives_back_counts_against_nobody_and_goes_to_another()
    {
        var job = _bench.Submit(TableBench.Job());
        for (var i = 0; i < 5; i++)
        {
            _bench.Enter("worker-" + i);
            var run = Assert.Single(_bench.Grants());
            _bench.Beat("worker-" + i, window: 0, held: TableBench.Held(run));
            _bench.Step(new Return(run.Worker, run.Incarnation, run.Job.Id, run.Epoch, "the worker shuts down"));
            _bench.Pass(_bench.Settings.LostRunPause);
        }

        Assert.Equal((JobPhase.Ready, 5), (job.Phase, job.Attempts));
    }

    [Fact]
    public void A_worker_that_misses_two_reports_gets_no_new_work()
    {
        _bench.Enter("worker", window: 5);
        _bench.Pass(2.6);
        _bench.Submit(TableBench.Job());
        Assert.Empty(_bench.Grants());
    }

    [Fact]
    public void A_report_that_was_overtaken_is_ignored()
    {
        _bench.Enter("worker", window: 0);
        _bench.Submit(TableBench.Job());
        _bench.Step(new Report("worker", 1, 1, 5, []));
        Assert.Empty(_bench.Grants());
    }
}
