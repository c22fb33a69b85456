using Actors.Cli.Output;
using Actors.Jobs;
using Xunit;

namespace Actors.Cluster.Tests.CommandLine;

public class JobDocumentTests
{
    [Theory]
    [InlineData(JobVerdict.None, null)]
    [InlineData(JobVerdict.Ok, 0)]
    public void An_exit_code_is_told_once_a_run_has_ended(JobVerdict verdict, int? code) =>
        Assert.Equal(code, JobDocument.Of(new JobView { Verdict = verdict }).ExitCode);
}
