using Actors.Jobs;
using Xunit;

namespace Actors.Sandbox.Tests;

public class BoxTests
{
    [Fact]
    public void Without_a_box_a_program_still_has_its_limits()
    {
        using var box = Box.Of("none");

        Assert.Equal(JobVerdict.Ok, box.Shell("echo hello").Verdict);
        Assert.Equal(JobVerdict.Time, box.Shell("sleep 20", new JobLimits { Wall = TimeSpan.FromSeconds(0.2) }).Verdict);
    }
}
