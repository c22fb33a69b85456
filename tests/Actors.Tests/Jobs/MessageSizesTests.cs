using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Workers;
using Actors.Storage;
using Actors.Tests.Jobs.Table;
using Akka.Configuration;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Jobs;

/// <summary>What is too large for a frame of 128,000 bytes is dropped on the way, so all that may be said has to fit, with room for addresses around it.</summary>
public class MessageSizesTests
{
    private const int Room = 127_000;
    private static readonly WorkerIdentity Worker = new(new string('w', 100), long.MaxValue, []);

    [Fact]
    public void A_job_that_uses_up_every_limit_at_once_is_refused_with_what_to_do()
    {
        var job = TableBench.Job() with
        {
            Source = JobSource.Inline(ByteString.CopyFrom(new byte[JobSource.MaxInlineBytes])),
            Arguments = [.. Enumerable.Repeat(new string('x', 64), 256)],
            Inputs = [.. Enumerable.Range(0, 1000).Select(number => new JobInput($"{number:D24}", ObjectId.New(IdSource.System)))],
        };

        Assert.Contains("fit into a message", JobSpecRules.FirstProblem(job));
        Assert.Null(JobSpecRules.FirstProblem(job with { Source = JobSource.InStore(ObjectId.New(IdSource.System)) }));
    }

    [Fact]
    public void A_report_of_as_many_runs_as_it_may_tell_of_fits()
    {
        var table = new WorkerTable(4096, new WorkerTableSettings());
        var ballot = new Ballot(long.MaxValue, new string('n', 32));
        table.Step(new BrokerChanged(IsThere: true), default);
        table.Step(new Registered(ballot, new LeaseTerms(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.5)), 1), default);
        for (var number = 0; number < 200; number++)
        {
            var granted = new RunGranted(new Epoch(ballot, long.MaxValue - number), TableBench.Job(), "client", 1, 1);
            table.Step(granted, default);
            table.Step(new RunProgressed(new RunKey(granted.Job.Id, granted.Epoch), 0.5, new string('€', 1000)), default);
        }

        var reports = table.Step(new TimePassed(), TimeSpan.FromSeconds(1)).OfType<SendReport>().ToArray();

        Assert.Equal(2, reports.Length);
        Assert.All(reports, report => Assert.InRange(WorkerWire.MessageOf(report, Worker, ballot)!.CalculateSize(), 1, Room));
    }

    [Fact]
    public void A_result_with_the_largest_log_and_output_fits()
    {
        var outcome = TableBench.Outcome(JobVerdict.Ok, new string('€', 1000));
        outcome.InlineOutput = ByteString.CopyFrom(new byte[new RunLimits().InlineOutputBytes]);
        outcome.Stderr = ByteString.CopyFrom(new byte[RunLimits.MostLogBytes]);
        Assert.InRange(new JobFinished { Worker = Worker.Id, JobId = JobId.New(IdSource.System).ToWire(), Outcome = outcome }.CalculateSize(), 1, Room);
    }

    [Fact]
    public void A_log_that_leaves_no_room_for_the_output_is_refused_by_its_settings()
    {
        var config = ConfigurationFactory.ParseString("actors.jobs.worker { log-head = 32 KiB, log-tail = 32 KiB }").WithFallback(ReferenceConfig.Config);
        var refused = Assert.Throws<ActorsException>(() => JobsSettings.From(config));
        Assert.Contains("actors.jobs.worker.log-head and log-tail are 65536 bytes together", refused.Message);
    }

    [Fact]
    public void A_grace_of_nothing_is_refused_by_its_path()
    {
        var config = ConfigurationFactory.ParseString("actors.jobs.broker.orphan-input-grace = 0s").WithFallback(ReferenceConfig.Config);
        Assert.Contains("actors.jobs.broker.orphan-input-grace", Assert.Throws<ActorsException>(() => JobsSettings.From(config)).Message);
    }
}
