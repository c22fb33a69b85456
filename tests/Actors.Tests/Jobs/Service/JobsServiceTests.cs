using Actors.Jobs;
using Xunit;

namespace Actors.Tests.Jobs.Service;

public class JobsServiceTests
{
    [Fact]
    public async Task A_job_reads_its_inputs_and_its_stdout_becomes_the_output()
    {
        await using var nodes = await JobsNodes.StartAsync("broker worker");
        var text = await nodes.PutAsync("three words here");
        var job = JobsNodes.Shell("wc -w < $ACTORS_NET/text", ("text", text));

        var end = await nodes.RunAsync(job);

        Assert.Equal((JobStatus.Completed, JobVerdict.Ok, ""), (end.Status, end.Verdict, end.Reason));
        Assert.Equal("3", (await nodes.ReadAsync(job.Output)).Trim());
    }
}
