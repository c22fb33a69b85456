using Actors.Jobs;
using Akka.Actor;
using Xunit;

namespace Actors.Tests.Jobs.Service;

public class JobsFailoverTests
{
    [Fact]
    public async Task A_worker_that_leaves_gives_its_jobs_back()
    {
        await using var nodes = await JobsNodes.StartAsync("broker", "worker");
        var mark = Path.GetTempFileName();
        var job = JobsNodes.Shell($"[ -s {mark} ] && exec echo second; echo first > {mark}; sleep 100");
        await nodes.SubmitAsync(job);
        await Eventually.HoldsAsync(async () => (await nodes.ShowAsync(job.Id)).Status == JobStatus.Running && new FileInfo(mark).Length > 0, () => "it does not run");
        await nodes.AddAsync("worker");

        await nodes.Systems[1].Terminate();
        var end = await nodes.EndAsync(job.Id);

        Assert.Equal((JobStatus.Completed, 2), (end.Status, end.Attempts));
        Assert.Equal("second\n", await nodes.ReadAsync(job.Output));
        File.Delete(mark);
    }

    [Fact]
    public async Task A_running_job_goes_on_under_the_next_broker()
    {
        await using var nodes = await JobsNodes.StartAsync("worker", "broker", "broker");
        var job = JobsNodes.Shell("sleep 6; echo survived");
        await nodes.SubmitAsync(job);
        await Eventually.HoldsAsync(async () => (await nodes.ShowAsync(job.Id)).Status == JobStatus.Running, () => "it does not run");

        await nodes.Systems[1].Terminate();
        await Eventually.HoldsAsync(async () => await StatusOf(nodes, job.Id) == JobStatus.Running, () => "the next broker does not know it");
        var end = await nodes.EndAsync(job.Id);

        Assert.Equal((JobStatus.Completed, 1), (end.Status, end.Attempts));
        Assert.Equal("survived\n", await nodes.ReadAsync(job.Output));
    }

    [Fact]
    public async Task What_waited_at_a_broker_that_left_is_told_as_lost()
    {
        await using var nodes = await JobsNodes.StartAsync("worker", "broker", "broker");
        var job = JobsNodes.Shell("true") with { Labels = ["no-such-label"] };
        await nodes.SubmitAsync(job);

        await nodes.Systems[1].Terminate();
        var lost = await Assert.ThrowsAsync<ActorsException>(() => nodes.EndAsync(job.Id));

        Assert.Equal(ErrorCodes.NotFound, lost.Code);
        Assert.Contains("submit it again", lost.Message, StringComparison.Ordinal);
        await nodes.SubmitAsync(job); // the same id: the next broker takes it as new
        Assert.Equal(JobStatus.Ready, (await nodes.ShowAsync(job.Id)).Status);
    }

    [Fact]
    public async Task A_standby_broker_says_that_it_is_not_the_one_and_passes_nothing_on()
    {
        await using var nodes = await JobsNodes.StartAsync("broker", "broker");
        var standby = await nodes.Systems[1].ActorSelection("/user/broker").ResolveOne(TimeSpan.FromSeconds(20));

        var answer = await standby.Ask<object>(new ListJobs { RequestId = 7 }, TimeSpan.FromSeconds(20));

        var refusal = Assert.IsType<JobRequestFailed>(answer);
        Assert.Equal((7ul, ErrorCodes.Unavailable), (refusal.RequestId, refusal.Code));
        Assert.Contains("not the active one", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_broker_requests_are_unavailable_at_once()
    {
        await using var nodes = await JobsNodes.StartAsync("worker");
        var answer = await nodes.Jobs.Ask<object>(new ListJobs { RequestId = 7 }, TimeSpan.FromSeconds(20));
        Assert.Equal(ErrorCodes.Unavailable, Assert.IsType<JobRequestFailed>(answer).Code);
    }

    private static async Task<JobStatus> StatusOf(JobsNodes nodes, JobId job)
    {
        try
        {
            return (await nodes.ShowAsync(job)).Status;
        }
        catch (ActorsException)
        {
            return JobStatus.Unknown;
        }
    }
}
