using Actors.Dispatch;
using Actors.Jobs.Workers;
using Actors.Tests.Jobs.Table;
using Xunit;

namespace Actors.Tests.Jobs.Workers;

/// <summary>The worker between two brokers, and with more runs than a message holds.</summary>
public class WorkerTableBrokersTests
{
    private static readonly LeaseTerms Terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(500));
    private static readonly Ballot First = new(9, "first");
    private static readonly Ballot Second = new(2, "second"); // its clock is behind
    private readonly WorkerTable _table = new(500, new WorkerTableSettings());

    [Fact]
    public void A_welcome_that_comes_after_the_broker_has_changed_is_ignored()
    {
        var late = Registration(Step(new BrokerChanged(IsThere: true)));
        var current = Registration(Step(new BrokerChanged(IsThere: true)));

        Assert.Empty(Step(new Registered(First, Terms, late)));
        Assert.Single(Step(new Registered(Second, Terms, current)).OfType<SendReport>());
        Step(new Registered(First, Terms, late));

        Assert.Equal(Second, _table.LastBallot);
        Assert.Single(Step(new RunGranted(new Epoch(Second, 1), TableBench.Job(), "client", 1, 1)).OfType<StartRun>());
    }

    [Fact]
    public void A_grant_replaces_a_run_of_the_broker_before_whatever_the_ballots_say()
    {
        Step(new Registered(First, Terms, Registration(Step(new BrokerChanged(IsThere: true)))));
        var job = TableBench.Job();
        Step(new RunGranted(new Epoch(First, 7), job, "client", 1, 1));
        Step(new Registered(Second, Terms, Registration(Step(new BrokerChanged(IsThere: true)))));

        var actions = Step(new RunGranted(new Epoch(Second, 1), job, "client", 2, 2));

        Assert.Equal(new Epoch(First, 7), Assert.Single(actions.OfType<KillRun>()).Run.Epoch);
    }

    [Fact]
    public void Many_runs_are_told_of_in_several_reports_and_each_is_renewed()
    {
        Step(new Registered(First, Terms, Registration(Step(new BrokerChanged(IsThere: true)))));
        for (var number = 1; number <= 400; number++)
            Step(new RunGranted(new Epoch(First, number), TableBench.Job(), "client", 1, 1));

        var reports = Step(new TimePassed(), 1).OfType<SendReport>().ToArray();
        foreach (var report in reports)
            Step(new ReportWasAnswered(First, report.Sequence, [.. report.Held.Select(run => run.Key)], [], []), 1.1);

        Assert.Equal([150, 150, 100], reports.Select(report => report.Held.Length));
        Assert.All(_table.Runs, run => Assert.Equal(TimeSpan.FromSeconds(3.5), run.LeaseEnd));
    }

    private static long Registration(IReadOnlyList<WorkerAction> actions) => Assert.Single(actions.OfType<SendRegistration>()).Number;

    private IReadOnlyList<WorkerAction> Step(WorkerInput input, double seconds = 0) => _table.Step(input, TimeSpan.FromSeconds(seconds));
}
