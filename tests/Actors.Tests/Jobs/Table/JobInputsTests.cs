using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Storage;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Jobs.Table;

public class JobInputsTests
{
    private readonly TableBench _bench = new();

    [Fact]
    public void A_job_waits_until_the_store_has_its_inputs()
    {
        var (one, two) = (ObjectId.New(IdSource.System), ObjectId.New(IdSource.System));
        var job = _bench.Submit(TableBench.Job(one, two, one));
        Assert.Equal([one, two], _bench.Take<LookAtInput>().Select(look => look.Input));

        _bench.Step(new InputSeen(one, InputState.Present));
        Assert.Equal(JobPhase.Waiting, job.Phase);
        Assert.Contains("input-1", Assert.Single(_bench.Table.Explain(job)));
        _bench.Step(new InputSeen(two, InputState.Present));
        Assert.Equal(JobPhase.Ready, job.Phase);
    }

    [Fact]
    public void The_store_is_asked_again_while_it_cannot_tell_and_the_job_is_not_failed_for_it()
    {
        var input = ObjectId.New(IdSource.System);
        var job = _bench.Submit(TableBench.Job(input));
        for (var look = 0; look < 20; look++)
        {
            Assert.Single(_bench.Take<LookAtInput>());
            _bench.Step(new InputSeen(input, InputState.Unknown));
            _bench.Pass(_bench.Settings.InputLookLongestPause);
        }

        Assert.Equal(JobPhase.Waiting, job.Phase);
    }

    [Fact]
    public void An_input_that_everybody_denies_for_a_while_fails_the_job()
    {
        var input = ObjectId.New(IdSource.System);
        var job = _bench.Submit(TableBench.Job(input));
        _bench.Step(new InputSeen(input, InputState.Absent));
        Assert.Equal(JobPhase.Waiting, job.Phase);
        _bench.Pass(_bench.Settings.MissingInputGrace);
        _bench.Step(new InputSeen(input, InputState.Absent));
        Assert.Equal(JobPhase.Failed, job.Phase);
        Assert.Equal($"input 'input-0' ({input}) does not exist.", job.Reason);
    }

    [Fact]
    public void An_output_that_no_job_of_the_broker_makes_is_waited_for_no_longer_than_its_grace()
    {
        var input = ObjectId.New(IdSource.System);
        var job = _bench.Submit(TableBench.Job(input));
        _bench.Step(new InputSeen(input, InputState.Incomplete));
        _bench.Pass(_bench.Settings.OrphanInputGrace - TimeSpan.FromSeconds(1));
        _bench.Step(new InputSeen(input, InputState.Incomplete));
        Assert.Equal(JobPhase.Waiting, job.Phase);
        Assert.Contains("does not know", Assert.Single(_bench.Table.Explain(job)));

        _bench.Pass(1);
        _bench.Step(new InputSeen(input, InputState.Incomplete));
        Assert.Equal(JobPhase.Failed, job.Phase);
        Assert.Contains("input-0", job.Reason);
    }

    [Fact]
    public void An_output_whose_content_is_gone_fails_its_job_and_the_readers()
    {
        var writer = _bench.Submit(TableBench.Job());
        var reader = _bench.Submit(TableBench.Job(writer.Spec.Output));
        _bench.Enter("worker");
        _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Ok));

        _bench.Step(new OutputMissing(writer.Spec.Id, "its output is gone"));

        Assert.Equal((JobPhase.Failed, JobVerdict.Lost, JobPhase.Failed), (writer.Phase, writer.Verdict, reader.Phase));
        Assert.EndsWith("failed: its output is gone", reader.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_job_that_would_wait_for_its_own_output_as_its_source_is_refused(bool directly)
    {
        var (one, two) = (TableBench.Job(), TableBench.Job());
        if (!directly)
            _bench.Submit(two = two with { Inputs = [new JobInput("x", one.Output)] });
        Assert.Equal(ErrorCodes.Invalid, _bench.Refused(one with { Source = JobSource.InStore(directly ? one.Output : two.Output) }).Code);
    }

    /// <summary>Against the graph itself: a job is refused if, and only if, it would close a circle.</summary>
    [Fact]
    public void Exactly_those_jobs_are_refused_that_would_wait_for_themselves() =>
        Property.Holds(Gen.Choose(0, 11).Two().ArrayOf(24), edges =>
        {
            var bench = new TableBench();
            var jobs = Enumerable.Range(0, 12).Select(_ => TableBench.Job()).ToArray();
            var taken = new Dictionary<int, HashSet<int>>();
            for (var job = 0; job < jobs.Length; job++)
            {
                var inputs = edges.Where(edge => edge.Item1 == job && edge.Item2 != job).Select(edge => edge.Item2).ToHashSet();
                var isCircle = inputs.Any(input => Reaches(taken, input, job));
                var spec = jobs[job] with { Inputs = [.. inputs.Select(input => new JobInput($"in{input}", jobs[input].Output))] };
                bench.Submit(spec);
                Assert.Equal(isCircle, bench.Table.Ledger.Find(spec.Id) is null);
                if (!isCircle)
                    taken.Add(job, inputs);
            }
        });

    private static bool Reaches(Dictionary<int, HashSet<int>> needs, int from, int to) =>
        from == to || (needs.TryGetValue(from, out var inputs) && inputs.Any(input => Reaches(needs, input, to)));

    [Fact]
    public void A_reader_may_be_submitted_before_the_job_that_writes_its_input()
    {
        var writer = TableBench.Job();
        var reader = _bench.Submit(TableBench.Job(writer.Output));
        _bench.Step(new InputSeen(writer.Output, InputState.Absent));
        _bench.Submit(writer);
        _bench.Pass(60);
        Assert.Equal(JobPhase.Waiting, reader.Phase);
        _bench.Enter("worker");
        _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Ok));
        Assert.Equal(JobPhase.Waiting, reader.Phase); // decided, but not to be read yet
        _bench.Step(new OutputStored(writer.Id));
        Assert.NotEqual(JobPhase.Waiting, reader.Phase);
    }

    [Fact]
    public void The_end_of_a_long_chain_fails_with_its_beginning_and_names_it()
    {
        var first = _bench.Submit(TableBench.Job());
        var last = first;
        for (var i = 0; i < 10_000; i++)
            last = _bench.Submit(TableBench.Job(last.Spec.Output));

        _bench.Cancel(first.Spec.Id);

        Assert.Equal(JobPhase.Failed, last.Phase);
        Assert.EndsWith($"will not come: job {first.Spec.Id} was cancelled.", last.Reason);
        Assert.InRange(last.Reason.Length, 1, 300);
        Assert.Equal(10_001, _bench.Events.OfType<JobEnded>().Count());
    }

    [Fact]
    public void A_job_whose_input_has_failed_before_fails_at_once_with_the_cause()
    {
        var first = _bench.Submit(TableBench.Job());
        _bench.Enter("worker");
        _bench.Finish(Assert.Single(_bench.Grants()), TableBench.Outcome(JobVerdict.Exit, "exit code 3"));
        var second = _bench.Submit(TableBench.Job(first.Spec.Output));
        Assert.Equal(JobPhase.Failed, second.Phase);
        Assert.Contains($"job {first.Spec.Id} failed: exit code 3", second.Reason);
    }

    [Fact]
    public void A_job_that_would_wait_for_itself_is_refused()
    {
        var (one, two) = (TableBench.Job(), TableBench.Job());
        one = one with { Inputs = [new JobInput("x", two.Output)] };
        two = two with { Inputs = [new JobInput("x", one.Output)] };
        _bench.Submit(one);

        var (code, message) = _bench.Refused(two);

        Assert.Equal(ErrorCodes.Invalid, code);
        Assert.Contains("would wait for itself", message);
    }
}
