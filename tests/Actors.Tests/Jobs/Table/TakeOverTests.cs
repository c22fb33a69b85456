using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Storage;
using Xunit;

namespace Actors.Tests.Jobs.Table;

/// <summary>What the next broker knows, what it waits for, and what it says of jobs it does not know.</summary>
public class TakeOverTests
{
    private static readonly TimeSpan Grace = new JobTableSettings().Lease.BrokerEnd(TimeSpan.Zero);

    [Fact]
    public void With_a_predecessor_nothing_is_granted_for_one_lease()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var job = bench.Submit(TableBench.Job());
        bench.Enter("worker");
        Assert.Empty(bench.Grants());
        Assert.Contains(bench.Table.Explain(job), reason => reason.Contains("has just taken over"));
        bench.PassWith("worker", 3);
        Assert.Empty(bench.Grants());
        bench.Pass(0.5);
        Assert.Single(bench.Grants());
    }

    [Fact]
    public void Without_one_work_begins_at_once()
    {
        var bench = new TableBench();
        bench.Submit(TableBench.Job());
        bench.Enter("worker");
        Assert.Single(bench.Grants());
    }

    [Fact]
    public void A_worker_that_knew_another_broker_makes_the_new_one_wait()
    {
        var bench = new TableBench(ballot: 2);
        bench.Submit(TableBench.Job());
        bench.Enter("worker", previous: new Ballot(1, "other"));
        bench.PassWith("worker", 3);
        Assert.Empty(bench.Grants());
        bench.Pass(0.5);
        Assert.Single(bench.Grants());
    }

    [Fact]
    public void A_running_job_goes_on_under_a_broker_that_has_its_history()
    {
        var first = new TableBench(new JobTableSettings { LedgerIsVolatile = false });
        first.Submit(TableBench.Job());
        first.Enter("worker");
        var run = Assert.Single(first.Grants());

        var second = new TableBench(first.Settings, first.Events, hadPredecessor: true, ballot: 2);
        second.Enter("worker", previous: first.Ballot);
        second.Beat("worker", held: TableBench.Held(run));
        second.Finish(run, TableBench.Outcome(JobVerdict.Ok));

        var job = second.Table.Ledger.Find(run.Job.Id)!;
        Assert.Equal((JobPhase.Completed, 1), (job.Phase, job.Attempts));
    }

    [Fact]
    public void A_running_job_that_nobody_claims_runs_again()
    {
        var first = new TableBench(new JobTableSettings { LedgerIsVolatile = false });
        first.Submit(TableBench.Job());
        first.Enter("worker");
        first.Grants();

        var second = new TableBench(first.Settings, first.Events, hadPredecessor: true, ballot: 2);
        second.Pass(Grace + second.Settings.LostRunPause);
        second.Enter("other");
        Assert.Equal(2, Assert.Single(second.Grants()).Attempt);
    }

    [Fact]
    public void A_job_that_runs_whenever_its_broker_goes_down_is_given_up()
    {
        var settings = new JobTableSettings { LedgerIsVolatile = false, RecoveryLimit = 2, UncleanRunLimit = 100 };
        var bench = new TableBench(settings);
        var job = TableBench.Job();
        bench.Submit(job);
        bench.Enter("worker");
        for (var broker = 2; broker <= 3; broker++)
        {
            bench = new TableBench(settings, bench.Events, hadPredecessor: true, ballot: broker);
        }

        Assert.Equal((JobPhase.Failed, JobVerdict.Lost), (bench.Table.Ledger.Find(job.Id)!.Phase, bench.Table.Ledger.Find(job.Id)!.Verdict));
        Assert.Contains("its broker went down 2 times", bench.Table.Ledger.Find(job.Id)!.Reason);
    }

    [Fact]
    public void With_a_journal_in_memory_the_workers_copy_of_a_running_job_is_believed()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var job = TableBench.Job();
        var epoch = new Epoch(new Ballot(1, "other"), 7);
        bench.Enter("worker", previous: epoch.Ballot);
        bench.Beat("worker", held: new HeldRun(job.Id, epoch));
        Assert.Equal(job.Id, Assert.Single(bench.Take<AnswerReport>()[^1].Unknown).Job);

        bench.Step(new Resume("worker", 1, epoch, job, TableBench.Client));
        bench.Step(new Finish("worker", 1, job.Id, epoch, TableBench.Outcome(JobVerdict.Ok)));

        Assert.Equal(JobPhase.Completed, bench.Table.Ledger.Find(job.Id)!.Phase);
    }

    [Fact]
    public void A_job_that_is_taken_from_a_worker_still_has_its_deadline()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var job = TableBench.Job() with { Deadline = TableBench.Start.AddSeconds(2) };
        var epoch = new Epoch(new Ballot(1, "other"), 7);
        bench.Enter("worker", previous: epoch.Ballot);
        bench.Step(new Resume("worker", 1, epoch, job, TableBench.Client));

        bench.Pass(2);

        Assert.Equal(epoch, Assert.Single(bench.Take<Stop>()).Epoch);
        Assert.Equal(JobVerdict.Time, bench.Table.Ledger.Find(job.Id)!.Verdict);
    }

    [Fact]
    public void A_run_whose_output_another_job_makes_is_refused()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var other = bench.Submit(TableBench.Job());
        var job = TableBench.Job() with { Output = other.Spec.Output };
        var epoch = new Epoch(new Ballot(1, "other"), 7);
        bench.Enter("worker", previous: epoch.Ballot);

        bench.Step(new Resume("worker", 1, epoch, job, TableBench.Client));

        Assert.Equal(job.Id, Assert.Single(bench.Take<AnswerReport>()[^1].Refused).Job);
        Assert.Null(bench.Table.Ledger.Find(job.Id));
    }

    [Fact]
    public void A_run_of_a_job_that_ended_here_and_is_forgotten_is_refused()
    {
        var bench = new TableBench(new JobTableSettings { EndedJobsKept = 1 });
        bench.Submit(TableBench.Job());
        bench.Enter("worker");
        var run = Assert.Single(bench.Grants());
        bench.Cancel(run.Job.Id);
        bench.Cancel(bench.Submit(TableBench.Job()).Spec.Id);
        Assert.Null(bench.Table.Ledger.Find(run.Job.Id));

        bench.Beat("worker", held: TableBench.Held(run));
        Assert.Equal(run.Job.Id, Assert.Single(bench.Take<AnswerReport>()[^1].Refused).Job);
        bench.Step(new Resume("worker", 1, run.Epoch, run.Job, TableBench.Client));
        bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));

        Assert.False(Assert.Single(bench.Take<AnswerResult>()).Accepted);
        Assert.Null(bench.Table.Ledger.Find(run.Job.Id));
    }

    [Fact]
    public void A_run_of_a_job_that_was_submitted_again_and_waits_for_its_inputs_goes_on()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var job = bench.Submit(TableBench.Job(ObjectId.New(IdSource.System)));
        var run = new HeldRun(job.Spec.Id, new Epoch(new Ballot(1, "other"), 7));
        bench.Enter("worker", previous: run.Epoch.Ballot);

        bench.Beat("worker", held: run);

        Assert.Equal(run, Assert.Single(bench.Take<AnswerReport>()[^1].Renewed));
        bench.Step(new InputSeen(job.Spec.Inputs[0].Id, InputState.Present));
        Assert.Equal((JobPhase.Leased, run.Epoch), (job.Phase, job.Epoch));
        bench.Step(new Finish("worker", 1, job.Spec.Id, run.Epoch, TableBench.Outcome(JobVerdict.Ok)));
        Assert.Equal(JobPhase.Completed, job.Phase);
    }

    [Fact]
    public void A_grant_of_this_broker_is_later_than_any_before_it_even_when_its_clock_is_behind()
    {
        var bench = new TableBench(ballot: 2);
        bench.Submit(TableBench.Job());
        bench.Enter("first");
        var run = Assert.Single(bench.Grants());
        var earlier = new HeldRun(run.Job.Id, new Epoch(new Ballot(99, "other"), 7));

        bench.Enter("second", window: 0, previous: earlier.Epoch.Ballot);
        bench.Beat("second", window: 0, held: earlier);

        Assert.Equal(earlier, Assert.Single(bench.Take<AnswerReport>()[^1].Refused));
        bench.Finish(run, TableBench.Outcome(JobVerdict.Ok));
        Assert.True(Assert.Single(bench.Take<AnswerResult>()).Accepted);
    }

    [Fact]
    public void A_job_of_the_broker_before_may_still_run_for_one_lease_and_is_lost_after_it()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var earlier = IdAt(TableBench.Start.AddMinutes(-1));

        var (code, message) = bench.Table.WhyUnknown(earlier, bench.Moment);
        Assert.Equal(ErrorCodes.Unavailable, code);
        Assert.Contains("ask about job", message);

        bench.Pass(Grace);
        (code, message) = bench.Table.WhyUnknown(earlier, bench.Moment);
        Assert.Equal(ErrorCodes.NotFound, code);
        Assert.Contains("journal is in memory", message);
        Assert.Contains("submit it again", message);
    }

    [Fact]
    public void A_job_whose_clients_clock_is_ahead_is_told_as_lost_all_the_same()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        bench.Pass(Grace);

        Assert.Contains("submit it again", bench.Table.WhyUnknown(IdAt(TableBench.Start.AddSeconds(5)), bench.Moment).Message);
    }

    [Theory]
    [InlineData(+61)]
    [InlineData(-48 * 3600)]
    public void A_job_that_no_broker_can_have_known_is_just_not_found(int seconds)
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        var (code, message) = bench.Table.WhyUnknown(IdAt(TableBench.Start.AddSeconds(seconds)), bench.Moment);
        Assert.Equal(ErrorCodes.NotFound, code);
        Assert.EndsWith(".", message);
        Assert.DoesNotContain("lost", message);
    }

    [Fact]
    public void Cancelling_an_unknown_job_is_answered_in_the_same_way()
    {
        var bench = new TableBench(hadPredecessor: true, ballot: 2);
        bench.Cancel(IdAt(TableBench.Start.AddMinutes(-1)));
        Assert.Equal(ErrorCodes.Unavailable, Assert.Single(bench.Take<AnswerRefused>()).Code);
        bench.Cancel(new JobId(UInt128.MaxValue));
        Assert.Equal(ErrorCodes.NotFound, Assert.Single(bench.Take<AnswerRefused>()).Code);
    }

    private static JobId IdAt(DateTimeOffset time) => new((UInt128)(ulong)time.ToUnixTimeMilliseconds() << 80);
}
