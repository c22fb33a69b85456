using Actors.Jobs;
using Actors.Jobs.Brokers;
using Actors.Jobs.Table;
using Actors.Tests.Jobs.Simulation;
using Actors.Tests.Jobs.Table;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Jobs.Brokers;

public class MemoryJournalTests
{
    private readonly MemoryJournal _journal = new("node", 1 << 20, TimeProvider.System);

    [Fact]
    public async Task The_next_broker_finds_every_job_as_it_was()
    {
        var bench = new TableBench();
        var jobs = Enumerable.Range(0, 6).Select(_ => bench.Submit(TableBench.Job() with { Retries = new JobRetries { Limit = 5 } })).ToArray();
        bench.Enter("worker", window: 4);
        var runs = bench.Grants();
        bench.Finish(runs[0], TableBench.Outcome(JobVerdict.Ok));
        bench.Finish(runs[1], TableBench.Outcome(JobVerdict.Exit, "exit code 1"));
        bench.Step(new Return("worker", 1, runs[2].Job.Id, runs[2].Epoch, "shuts down"));
        bench.Cancel(jobs[5].Spec.Id);

        var restored = await AfterRestart(bench.Events);

        Assert.Equal(JobsWorldChecks.Describe(bench.Table.Ledger), JobsWorldChecks.Describe(restored));
        Assert.Equal(bench.Table.Ledger.LiveCount, restored.LiveCount);
        restored.Apply(new JobSubmitted(TableBench.Job(), "client", TableBench.Start));
        Assert.Equal(jobs[5].Number + 1, restored.Order.DownFrom(long.MaxValue).First().Number);
    }

    [Fact]
    public async Task Outputs_that_the_store_has_and_runs_that_came_back_take_no_memory()
    {
        var bench = new TableBench();
        bench.Submit(TableBench.Job());
        bench.Enter("worker");
        var outcome = TableBench.Outcome(JobVerdict.Ok);
        outcome.InlineOutput = ByteString.CopyFrom(new byte[60_000]);
        outcome.Length = 60_000;
        var run = Assert.Single(bench.Grants());
        bench.Finish(run, outcome);
        bench.Step(new OutputStored(run.Job.Id));
        await AfterRestart(bench.Events);

        var kept = _journal.Ledger.Find(run.Job.Id)!;
        Assert.True(kept.IsPublished && kept.Outcome!.InlineOutput.IsEmpty);
    }

    [Fact]
    public async Task A_job_that_runs_whenever_the_broker_crashes_is_given_up()
    {
        var settings = new JobTableSettings { RecoveryLimit = 3 };
        var bench = new TableBench(settings);
        var job = bench.Submit(TableBench.Job());
        bench.Enter("worker");
        bench.Grants();
        for (var crash = 0; crash < 3; crash++)
        {
            var events = bench.Events.Where(change => change is not JobRestored).ToArray();
            var history = await _journal.TakeOverAsync();
            if (crash == 0)
            {
                await _journal.AppendAsync(history.Ballot, events);
                history = await _journal.TakeOverAsync();
            }

            bench = new TableBench(settings, history.Events, ballot: crash + 2);
            await _journal.AppendAsync(history.Ballot, [.. bench.Events.Skip(history.Events.Count)]);
        }

        Assert.Contains("3 times", bench.Table.Ledger.Find(job.Spec.Id)!.Reason);
    }

    [Fact]
    public async Task A_writer_that_was_overtaken_appends_nothing()
    {
        var first = await _journal.TakeOverAsync();
        var second = await _journal.TakeOverAsync();
        Assert.True(second.Ballot > first.Ballot);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _journal.AppendAsync(first.Ballot, []).AsTask());
    }

    private async Task<JobLedger> AfterRestart(List<JobEvent> events)
    {
        await _journal.AppendAsync((await _journal.TakeOverAsync()).Ballot, events);
        var ledger = new JobLedger(1 << 20);
        foreach (var change in (await _journal.TakeOverAsync()).Events)
            ledger.Apply(change);
        return ledger;
    }
}
