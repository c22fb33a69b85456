using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Storage;
using Xunit;

namespace Actors.Tests.Jobs.Table;

public class JobLifeTests
{
    private readonly TableBench _bench = new();

    [Fact]
    public void A_job_goes_to_a_worker_completes_and_is_over_when_its_output_is_stored()
    {
        var job = _bench.Submit(TableBench.Job());
        Assert.Equal(JobPhase.Ready, job.Phase);
        _bench.Enter("worker");
        var run = Assert.Single(_bench.Grants());
        Assert.Equal(("worker", 1), (run.Worker, run.Attempt));

        _bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));
        Assert.Equal((JobPhase.Completed, false), (job.Phase, job.IsPublished));
        Assert.True(Assert.Single(_bench.Take<AnswerResult>()).Accepted);

        _bench.Step(new OutputStored(job.Spec.Id));
        Assert.True(job.IsPublished);
    }

    [Fact]
    public void Priority_decides_before_fairness_and_fairness_before_age()
    {
        var late = _bench.Submit(TableBench.Job(), "many");
        var later = _bench.Submit(TableBench.Job(), "many");
        var other = _bench.Submit(TableBench.Job(), "few");
        var urgent = _bench.Submit(TableBench.Job() with { Priority = 1 }, "many");

        _bench.Enter("worker", window: 4);

        // The urgent one has put its client a step ahead of the other.
        Assert.Equal([urgent.Spec.Id, other.Spec.Id, late.Spec.Id, later.Spec.Id], _bench.Grants().Select(run => run.Job.Id));
    }

    [Fact]
    public void A_job_is_not_run_before_its_time()
    {
        _bench.Enter("worker");
        var job = _bench.Submit(TableBench.Job() with { NotBefore = TableBench.Start.AddSeconds(5) });
        _bench.PassWith("worker", 4);
        Assert.Empty(_bench.Grants());
        Assert.Contains("not to run before", Assert.Single(_bench.Table.Explain(job)));
        _bench.Pass(0.9);
        Assert.Empty(_bench.Grants());
        _bench.Pass(0.1);
        Assert.Single(_bench.Grants());
    }

    [Fact]
    public void A_job_that_waits_beyond_its_deadline_fails()
    {
        var job = _bench.Submit(TableBench.Job() with { Deadline = TableBench.Start.AddSeconds(5) });
        _bench.Pass(4.9);
        Assert.Equal(JobPhase.Ready, job.Phase);
        _bench.Pass(0.1);
        Assert.Equal((JobPhase.Failed, JobVerdict.Time), (job.Phase, job.Verdict));
        Assert.Contains("deadline", job.Reason);
    }

    [Fact]
    public void A_job_that_runs_beyond_its_deadline_is_stopped_and_its_result_comes_too_late()
    {
        var job = _bench.Submit(TableBench.Job() with { Deadline = TableBench.Start.AddSeconds(2) });
        _bench.Enter("worker");
        var run = Assert.Single(_bench.Grants());
        _bench.Pass(2);
        Assert.Equal(run.Epoch, Assert.Single(_bench.Take<Stop>()).Epoch);

        _bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));
        Assert.False(Assert.Single(_bench.Take<AnswerResult>()).Accepted);
        Assert.Equal(JobPhase.Failed, job.Phase);
    }

    [Fact]
    public void Cancelling_a_running_job_tells_the_worker_in_the_same_step_and_its_result_is_refused()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        var run = Assert.Single(_bench.Grants());

        _bench.Cancel(job.Spec.Id);

        Assert.Equal("worker", Assert.Single(_bench.Take<Stop>()).Worker);
        Assert.Equal(JobPhase.Cancelled, job.Phase);
        _bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));
        Assert.False(Assert.Single(_bench.Take<AnswerResult>()).Accepted);
        Assert.Single(_bench.Events.OfType<JobEnded>());
    }

    [Fact]
    public void Cancelling_a_job_that_has_ended_changes_nothing_and_shows_it()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Ok));

        _bench.Cancel(job.Spec.Id);

        Assert.Equal(JobPhase.Completed, job.Phase);
        Assert.Single(_bench.Take<AnswerShown>());
        Assert.Single(_bench.Events.OfType<JobEnded>());
    }

    [Fact]
    public void A_cancelled_job_never_gets_a_worker()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Cancel(job.Spec.Id);
        _bench.Enter("worker");
        Assert.Empty(_bench.Grants());
    }

    [Fact]
    public void Runs_that_fail_by_themselves_are_tried_as_often_as_the_job_says_with_growing_pauses()
    {
        var job = _bench.Submit(TableBench.Job() with { Retries = new JobRetries { Limit = 2, FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1) } });
        _bench.Enter("worker");
        foreach (var pause in new[] { 1, 2 })
        {
            _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Exit, "exit code 1"));
            Assert.Equal(_bench.Moment.Wall.AddSeconds(pause), job.RetryAt);
            _bench.Pass(pause - 0.1);
            _bench.Beat("worker");
            Assert.Empty(_bench.Grants());
            _bench.Pass(0.1);
            _bench.Beat("worker");
        }

        _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Exit, "exit code 1"));
        Assert.Equal((JobPhase.Failed, JobVerdict.Exit, 3, "exit code 1"), (job.Phase, job.Verdict, job.Attempts, job.Reason));
    }

    [Fact]
    public void Submitting_again_is_answered_with_the_first_jobs_output()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Take<AnswerAccepted>();
        _bench.Submit(job.Spec with { Output = ObjectId.New(IdSource.System), Name = "another" });
        Assert.Equal(job.Spec.Output, Assert.Single(_bench.Take<AnswerAccepted>()).Output);
        Assert.Single(_bench.Events.OfType<JobSubmitted>());
    }

    [Fact]
    public void An_output_id_has_one_producer()
    {
        var first = _bench.Submit(TableBench.Job());
        var (code, message) = _bench.Refused(TableBench.Job() with { Output = first.Spec.Output });
        Assert.Equal(ErrorCodes.Invalid, code);
        Assert.Contains(first.Spec.Id.ToString(), message);
    }

    [Fact]
    public void A_full_queue_refuses_as_unavailable_and_names_the_setting()
    {
        var bench = new TableBench(new JobTableSettings { MaxJobs = 1 });
        bench.Submit(TableBench.Job());
        var (code, message) = bench.Refused(TableBench.Job());
        Assert.Equal(ErrorCodes.Unavailable, code);
        Assert.Contains("actors.jobs.broker.max-jobs", message);
    }

    [Fact]
    public void Too_many_kinds_of_labels_are_refused_and_known_kinds_still_taken()
    {
        var bench = new TableBench(new JobTableSettings { MaxLabelClasses = 1 });
        bench.Submit(TableBench.Job() with { Labels = ["gpu"] });
        Assert.Equal(ErrorCodes.Unavailable, bench.Refused(TableBench.Job() with { Labels = ["tpu"] }).Code);
        Assert.NotNull(bench.Submit(TableBench.Job() with { Labels = ["gpu"] }));
    }

    [Fact]
    public void Ended_jobs_are_forgotten_by_number_and_age_but_not_before_their_output_is_stored()
    {
        var bench = new TableBench(new JobTableSettings { EndedJobsKept = 1 });
        var first = bench.Submit(TableBench.Job());
        bench.Enter("worker");
        bench.Finish(Assert.Single(bench.Grants()), TableBench.Outcome(JobVerdict.Ok));
        var second = bench.Submit(TableBench.Job());
        bench.Cancel(second.Spec.Id);
        bench.Pass(1);
        Assert.NotNull(bench.Table.Ledger.Find(first.Spec.Id));

        bench.Step(new OutputStored(first.Spec.Id));
        Assert.Null(bench.Table.Ledger.Find(second.Spec.Id)); // it was over before the first
        bench.Pass(bench.Settings.EndedJobsKeptFor + TimeSpan.FromSeconds(1));
        Assert.Null(bench.Table.Ledger.Find(first.Spec.Id));
    }

    [Fact]
    public void One_job_whose_output_cannot_be_stored_keeps_no_other_from_being_forgotten()
    {
        var bench = new TableBench(new JobTableSettings { EndedJobsKept = 5 });
        bench.Enter("worker");
        var stuck = bench.Submit(TableBench.Job());
        bench.Finish(Assert.Single(bench.Grants()), TableBench.Outcome(JobVerdict.Ok));
        for (var i = 0; i < 100; i++)
            bench.Cancel(bench.Submit(TableBench.Job()).Spec.Id);

        Assert.InRange(bench.Table.Ledger.Jobs.Count, 2, 8);
        Assert.NotNull(bench.Table.Ledger.Find(stuck.Spec.Id));
    }

    [Fact]
    public void Deadlines_of_ended_jobs_are_not_kept_until_they_are_due()
    {
        for (var i = 0; i < 5000; i++)
            _bench.Cancel(_bench.Submit(TableBench.Job() with { Deadline = TableBench.Start.AddDays(1) }).Spec.Id);
        Assert.InRange(_bench.Table.TimerCount, 0, 2048);
    }

    [Fact]
    public void A_pause_between_runs_is_as_long_as_it_should_be_when_the_wall_clock_is_set_back()
    {
        _bench.Submit(TableBench.Job() with { Retries = new JobRetries { Limit = 1, FirstPause = TimeSpan.FromSeconds(1) } });
        _bench.Enter("worker");
        _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Exit, "exit code 1"));

        _bench.WallOffset = TimeSpan.FromHours(-1);
        _bench.Pass(1);

        Assert.Single(_bench.Grants());
    }

    [Fact]
    public void Reasons_of_clients_have_a_limit()
    {
        var job = _bench.Submit(TableBench.Job());
        _bench.Step(new Cancel(1, job.Spec.Id, new string('x', 100_000)));
        Assert.Equal(1000, job.Reason.Length);
    }

    [Fact]
    public void Logs_of_forgotten_jobs_count_no_more()
    {
        var bench = new TableBench(new JobTableSettings { EndedJobsKept = 1 });
        bench.Enter("worker");
        for (var i = 0; i < 5; i++)
        {
            bench.Submit(TableBench.Job());
            var outcome = TableBench.Outcome(JobVerdict.Exit, "exit code 1");
            outcome.Stderr = Google.Protobuf.ByteString.CopyFromUtf8(new string('x', 100));
            bench.Beat("worker");
            bench.Finish(Assert.Single(bench.Grants()), outcome);
        }

        Assert.Equal((1, 100), (bench.Table.Ledger.Jobs.Count, bench.Table.Ledger.LogBytes));
    }

    [Fact]
    public void Lists_are_paged_newest_first_and_by_status()
    {
        var jobs = Enumerable.Range(0, 7).Select(_ => _bench.Submit(TableBench.Job())).ToArray();
        _bench.Cancel(jobs[3].Spec.Id);

        var (page, next) = _bench.Table.Ledger.List(JobStatus.Unknown, null, 4);
        var (rest, end) = _bench.Table.Ledger.List(JobStatus.Unknown, next, 4);
        Assert.Equal(jobs.Reverse().Select(job => job.Number), page.Concat(rest).Select(entry => entry.Number));
        Assert.Null(end);
        Assert.Equal(jobs[3].Number, Assert.Single(_bench.Table.Ledger.List(JobStatus.Cancelled, null, 4).Jobs).Number);
    }
}
