using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Workers;
using Actors.Tests.Jobs.Table;
using Xunit;

namespace Actors.Tests.Jobs.Workers;

public class WorkerTableTests
{
    private static readonly LeaseTerms Terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(500));
    private static readonly Ballot First = new(1, "broker");
    private readonly WorkerTable _table = new(1, new WorkerTableSettings());
    private TimeSpan _now;
    private long _grants;
    private long _sequence;
    private long _registration;
    private int _ticks;

    public WorkerTableTests()
    {
        Assert.Single(Step(new BrokerChanged(IsThere: true)).OfType<SendRegistration>());
        Register(First);
    }

    [Fact]
    public void A_granted_run_starts_and_its_result_is_sent_until_it_is_answered()
    {
        var run = Grant();
        Assert.Single(_table.Runs);
        var outcome = TableBench.Outcome(JobVerdict.Ok);
        Assert.Single(Step(new RunEnded(run, outcome)).OfType<SendResult>());
        Assert.Single(Pass(1).OfType<SendResult>());
        Assert.Single(Pass(1).OfType<SendResult>());

        Step(new ResultWasAnswered(First, run, Accepted: true, ""));
        Assert.Empty(_table.Runs);
        Assert.Empty(Pass(1).OfType<SendResult>());
    }

    [Fact]
    public void A_run_whose_lease_is_not_renewed_is_still_before_the_broker_gives_it_away()
    {
        var run = Grant();
        Assert.Empty(Pass(2.4).OfType<SuspendRun>());
        Assert.Equal(run, Assert.Single(Pass(0.1).OfType<SuspendRun>()).Run);
    }

    [Fact]
    public void A_frozen_run_goes_on_when_its_lease_is_renewed_after_all()
    {
        var run = Grant();
        Pass(3);
        Assert.Equal(run, Assert.Single(Renew(run).OfType<ContinueRun>()).Run);
    }

    [Fact]
    public void A_frozen_run_that_nobody_renews_is_ended_at_last()
    {
        var run = Grant();
        Pass(3);
        Assert.Empty(Pass(58).OfType<KillRun>());
        Assert.Equal(run, Assert.Single(Pass(2).OfType<KillRun>()).Run);
    }

    [Fact]
    public void The_same_grant_twice_runs_once()
    {
        var job = TableBench.Job();
        var granted = new RunGranted(new Epoch(First, 1), job, "client", 1, _sequence);
        Assert.Single(Step(granted).OfType<StartRun>());
        Assert.Empty(Step(granted).OfType<StartRun>());
    }

    [Fact]
    public void A_copy_of_a_grant_that_comes_after_its_run_starts_nothing()
    {
        var job = TableBench.Job();
        var granted = new RunGranted(new Epoch(First, 1), job, "client", 1, _sequence);
        Step(granted);
        Step(new RunEnded(new RunKey(job.Id, granted.Epoch), TableBench.Outcome(JobVerdict.Ok)));
        Step(new ResultWasAnswered(First, new RunKey(job.Id, granted.Epoch), Accepted: true, ""));
        Assert.Empty(Step(granted).OfType<StartRun>());
    }

    [Fact]
    public void A_grant_that_comes_after_its_lease_is_given_back()
    {
        var old = _sequence;
        Pass(3);
        var actions = Step(new RunGranted(new Epoch(First, 1), TableBench.Job(), "client", 1, old));
        Assert.Contains("too late", Assert.Single(actions.OfType<SendReturn>()).Reason);
        Assert.Empty(actions.OfType<StartRun>());
    }

    [Fact]
    public void A_run_beyond_the_slots_waits_for_one()
    {
        var first = Grant();
        var second = Grant();
        Assert.Equal([WorkerRunPhase.Running, WorkerRunPhase.Queued], _table.Runs.Select(run => run.Phase));
        Assert.Equal(second, Assert.Single(Step(new RunEnded(first, TableBench.Outcome(JobVerdict.Ok))).OfType<StartRun>()).Run.Key);
    }

    [Fact]
    public void A_run_that_the_broker_stops_is_killed_at_once_and_its_result_not_sent()
    {
        var run = Grant();
        Assert.Equal("cancelled", Assert.Single(Step(new StopAsked(First, run, "cancelled")).OfType<KillRun>()).Reason);
        Assert.Empty(Step(new RunEnded(run, TableBench.Outcome(JobVerdict.Cancelled))).OfType<SendResult>());
        Assert.Empty(_table.Runs);
    }

    [Fact]
    public void Orders_of_a_broker_that_is_no_more_are_ignored()
    {
        var run = Grant();
        Step(new BrokerChanged(IsThere: true));
        Register(new Ballot(2, "broker"));
        Assert.Empty(Step(new StopAsked(First, run, "cancelled")).OfType<KillRun>());
        Assert.Empty(Step(new RunGranted(new Epoch(First, 9), TableBench.Job(), "client", 1, _sequence)).OfType<StartRun>());
    }

    [Fact]
    public void A_broker_that_does_not_know_a_run_gets_the_whole_job()
    {
        var run = Grant();
        Step(new BrokerChanged(IsThere: true));
        Register(new Ballot(2, "broker"));
        var actions = Step(new ReportWasAnswered(new Ballot(2, "broker"), _sequence, [], [], [run]));
        Assert.Equal(run, Assert.Single(actions.OfType<SendResume>()).Run.Key);
    }

    [Fact]
    public void While_there_is_no_broker_nothing_is_sent_and_results_are_kept()
    {
        var run = Grant();
        Step(new BrokerChanged(IsThere: false));
        Assert.DoesNotContain(Step(new RunEnded(run, TableBench.Outcome(JobVerdict.Ok))), action => action is SendResult or SendReport);
        Assert.Empty(Pass(10));

        Step(new BrokerChanged(IsThere: true));
        Assert.Single(Register(new Ballot(2, "broker")).OfType<SendResult>());
    }

    [Fact]
    public void Draining_takes_nothing_new_gives_back_what_waits_and_lets_what_runs_end()
    {
        var running = Grant();
        var queued = Grant();
        var actions = Step(new DrainBegun(TimeSpan.FromSeconds(5)));
        Assert.Equal(queued, Assert.Single(actions.OfType<SendReturn>()).Run);
        Assert.Equal(0, Assert.Single(actions.OfType<SendReport>()).Window);
        Assert.Empty(actions.OfType<DrainCompleted>());

        Step(new RunEnded(running, TableBench.Outcome(JobVerdict.Ok)));
        Assert.Single(Step(new ResultWasAnswered(First, running, Accepted: true, "")).OfType<DrainCompleted>());
    }

    [Fact]
    public void What_still_runs_when_the_patience_of_a_drain_is_over_is_stopped_and_given_back()
    {
        var run = Grant();
        Step(new DrainBegun(TimeSpan.FromSeconds(2)));
        Assert.Equal(run, Assert.Single(Pass(2).OfType<KillRun>()).Run);
        var actions = Step(new RunEnded(run, TableBench.Outcome(JobVerdict.Cancelled)));
        Assert.Equal(run, Assert.Single(actions.OfType<SendReturn>()).Run);
        Assert.Single(actions.OfType<DrainCompleted>());
    }

    private RunKey Grant()
    {
        var granted = new RunGranted(new Epoch(First, ++_grants), TableBench.Job(), "client", 1, _sequence);
        Step(granted);
        return new RunKey(granted.Job.Id, granted.Epoch);
    }

    private IReadOnlyList<WorkerAction> Register(Ballot ballot) => Step(new Registered(ballot, Terms, _registration));

    private IReadOnlyList<WorkerAction> Renew(RunKey run) => Step(new ReportWasAnswered(First, _sequence, [run], [], []));

    private List<WorkerAction> Pass(double seconds)
    {
        var (end, actions) = (_now + TimeSpan.FromSeconds(seconds), new List<WorkerAction>());
        while (_table.NextDue() is var due && due <= end)
        {
            Assert.True(actions.Count < 10_000 && ++_ticks < 10_000, $"due at {due} again and again");
            _now = due > _now ? due : _now;
            actions.AddRange(Step(new TimePassed()));
        }

        _now = end;
        actions.AddRange(Step(new TimePassed()));
        return actions;
    }

    private IReadOnlyList<WorkerAction> Step(WorkerInput input)
    {
        var actions = _table.Step(input, _now);
        _registration = actions.OfType<SendRegistration>().Select(registration => registration.Number).DefaultIfEmpty(_registration).Max();
        _sequence = actions.OfType<SendReport>().Select(report => report.Sequence).DefaultIfEmpty(_sequence).Max();
        return actions;
    }
}
