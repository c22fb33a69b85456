using Actors.Jobs;
using Actors.Storage;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Jobs.Service;

/// <summary>One node that is broker and worker, asked as any client asks.</summary>
public sealed class JobsServiceTests : IAsyncLifetime
{
    private JobsNodes _nodes = null!;

    public async Task InitializeAsync() => _nodes = await JobsNodes.StartAsync("broker worker");

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task A_job_reads_its_inputs_and_its_stdout_becomes_the_output()
    {
        var text = await _nodes.PutAsync("three words here");
        var job = JobsNodes.Shell("wc -w < $ACTORS_NET/text", ("text", text));

        var end = await _nodes.RunAsync(job);

        Assert.Equal((JobStatus.Completed, JobVerdict.Ok, ""), (end.Status, end.Verdict, end.Reason));
        Assert.Equal("3", (await _nodes.ReadAsync(job.Output)).Trim());
    }

    [Fact]
    public async Task A_job_waits_for_the_outputs_of_others()
    {
        var first = JobsNodes.Shell("sleep 0.3; echo one");
        var second = JobsNodes.Shell("cat $ACTORS_NET/in; echo two", ("in", first.Output));
        await _nodes.SubmitAsync(second);
        await _nodes.SubmitAsync(first);

        await _nodes.EndAsync(second.Id);

        Assert.Equal("one\ntwo\n", await _nodes.ReadAsync(second.Output));
    }

    [Fact]
    public async Task A_failed_input_fails_its_readers_with_the_cause()
    {
        var first = JobsNodes.Shell("echo broken >&2; exit 3");
        var second = JobsNodes.Shell("cat $ACTORS_NET/in", ("in", first.Output));
        await _nodes.SubmitAsync(first);

        var end = await _nodes.RunAsync(second);

        Assert.Equal(JobStatus.Failed, end.Status);
        Assert.Contains($"job {first.Id} failed: exit code 3", end.Reason, StringComparison.Ordinal);
        var log = await _nodes.AskAsync<JobLogShown>(request => new GetJobLog { RequestId = request, JobId = first.Id.ToWire() });
        Assert.Equal("broken\n", log.Stderr.ToStringUtf8());
    }

    [Fact]
    public async Task An_input_that_does_not_exist_fails_the_job_by_name()
    {
        var end = await _nodes.RunAsync(JobsNodes.Shell("true", ("nowhere", ObjectId.New(IdSource.System))));

        Assert.Equal(JobStatus.Failed, end.Status);
        Assert.Contains("input 'nowhere'", end.Reason, StringComparison.Ordinal);
        Assert.Contains("does not exist", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_is_cancelled_within_a_second()
    {
        var job = JobsNodes.Shell("sleep 100");
        await _nodes.SubmitAsync(job);
        await Eventually.HoldsAsync(async () => (await _nodes.ShowAsync(job.Id)).Status == JobStatus.Running, () => "it does not run");

        await _nodes.AskAsync<JobShown>(request => new CancelJob { RequestId = request, JobId = job.Id.ToWire(), Reason = "test" });

        Assert.Equal(JobStatus.Cancelled, (await _nodes.ShowAsync(job.Id)).Status);
        var next = await _nodes.RunAsync(JobsNodes.Shell("ps -ef 2>/dev/null | grep -c '[s]leep 100' || true"));
        Assert.Equal(JobStatus.Completed, next.Status);
    }

    [Fact]
    public async Task Submitting_again_is_the_same_job()
    {
        var job = JobsNodes.Shell("echo once");
        await _nodes.RunAsync(job);
        var again = await _nodes.SubmitAsync(job with { Output = ObjectId.New(IdSource.System) });

        Assert.Equal(job.Output, ObjectId.FromBytes(again.OutputId.Span));
        Assert.Equal(1, (await _nodes.ShowAsync(job.Id)).Attempts);
    }

    [Fact]
    public async Task An_unknown_runtime_is_invalid()
    {
        var refusal = await Assert.ThrowsAsync<ActorsException>(() => _nodes.SubmitAsync(JobsNodes.Shell("true") with { Runtime = "cobol" }));

        Assert.Equal(ErrorCodes.Invalid, refusal.Code);
        Assert.Contains("unknown runtime 'cobol'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_requests_are_refused_and_harm_nobody()
    {
        await Assert.ThrowsAsync<ActorsException>(() => _nodes.AskAsync<JobAccepted>(request => new SubmitJob { RequestId = request }));
        await Assert.ThrowsAsync<ActorsException>(() => _nodes.AskAsync<JobShown>(request => new GetJob { RequestId = request, JobId = ByteString.CopyFromUtf8("x") }));
        await Assert.ThrowsAsync<ActorsException>(() => _nodes.AskAsync<JobShown>(request => new GetJob { RequestId = request, JobId = JobId.New(IdSource.System).ToWire() }));

        Assert.Equal(JobStatus.Completed, (await _nodes.RunAsync(JobsNodes.Shell("true"))).Status);
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_as_often_as_it_may()
    {
        var end = await _nodes.RunAsync(JobsNodes.Shell("exit 1") with { Retries = new JobRetries { Limit = 2, FirstPause = TimeSpan.FromMilliseconds(10) } });

        Assert.Equal((JobStatus.Failed, 3), (end.Status, end.Attempts));
    }

    [Fact]
    public async Task Lists_come_newest_first_and_page_by_page()
    {
        var jobs = Enumerable.Range(0, 5).Select(_ => JobsNodes.Shell("true")).ToArray();
        foreach (var job in jobs)
            await _nodes.RunAsync(job);

        var page = await _nodes.AskAsync<JobsListed>(request => new ListJobs { RequestId = request, Limit = 3 });
        var rest = await _nodes.AskAsync<JobsListed>(request => new ListJobs { RequestId = request, Limit = 3, After = page.Next });

        Assert.Equal(jobs.Reverse().Select(job => job.Id), page.Jobs.Concat(rest.Jobs).Select(job => JobId.FromWire(job.JobId)));
        Assert.True(rest.Next.IsEmpty);
    }

    [Fact]
    public async Task A_job_tells_why_it_waits()
    {
        var job = JobsNodes.Shell("true") with { Labels = ["gpu"] };
        await _nodes.SubmitAsync(job);
        await _nodes.RunAsync(JobsNodes.Shell("true")); // by now the worker has reported

        var why = await _nodes.AskAsync<JobExplained>(request => new ExplainJob { RequestId = request, JobId = job.Id.ToWire() });

        Assert.Contains("None of the 1 workers has the labels", Assert.Single(why.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_shows_while_the_job_runs()
    {
        var job = JobsNodes.Shell("echo '#progress 0.5 half way' >&2; sleep 100");
        await _nodes.SubmitAsync(job);

        await Eventually.HoldsAsync(async () => (await _nodes.ShowAsync(job.Id)) is { Progress: 0.5, ProgressText: "half way" }, () => "no progress shown");
        await _nodes.AskAsync<JobShown>(request => new CancelJob { RequestId = request, JobId = job.Id.ToWire() });
    }

    [Fact]
    public async Task A_store_that_is_down_for_a_while_only_delays()
    {
        var job = JobsNodes.Shell("sleep 0.5; echo done");
        await _nodes.SubmitAsync(job);
        _nodes.Store.IsDown = true;
        await Eventually.HoldsAsync(async () => (await _nodes.ShowAsync(job.Id)).Status == JobStatus.Completed, () => "it does not complete");
        _nodes.Store.IsDown = false;

        Assert.True((await _nodes.EndAsync(job.Id)).OutputPublished);
        Assert.Equal("done\n", await _nodes.ReadAsync(job.Output));
    }
}
