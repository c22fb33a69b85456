using Actors.Jobs;
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
