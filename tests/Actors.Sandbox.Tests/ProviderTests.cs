using Actors.Jobs;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>Says which providers the other tests cover on this machine.</summary>
public class ProviderTests
{
    [ProviderFact("bubblewrap")]
    public void Bubblewrap_works_here() => Assert.Equal("bubblewrap", Boxes.Of("bubblewrap").Choice.Sandbox!.Name);

    [ProviderFact("namespaces")]
    public void Namespaces_work_here() => Assert.Equal("namespaces", Boxes.Of("namespaces").Choice.Sandbox!.Name);

    [ProviderFact("namespaces")]
    public void Namespaces_call_themselves_reduced() => Assert.StartsWith("reduced", Boxes.Of("namespaces").Choice.Sandbox!.Weakness, StringComparison.Ordinal);

    [ProviderFact("bubblewrap")]
    public void A_bubblewrap_that_cannot_size_tmp_says_so_and_is_watched()
    {
        using var box = Box.With(new Bubblewrap(BubblewrapFeatures.Of("bubblewrap 0.6.1")!, SystemCallFilters.ForThisMachine(), WorkFolder.IsRoot));
        var limits = new JobLimits { Wall = TimeSpan.FromSeconds(20), DiskBytes = 16L << 20 };

        var run = box.Shell("for i in 1 2 3 4; do head -c 10000000 /dev/zero > /tmp/$i; done; sleep 30", limits);

        Assert.Contains("before 0.7", box.Choice.Sandbox!.Weakness, StringComparison.Ordinal);
        Assert.Equal(JobVerdict.Disk, run.Verdict);
    }

    [Fact]
    public void A_provider_that_does_not_work_is_refused_with_what_to_do()
    {
        using var box = Box.Of("nonsense", withCgroups: false);

        Assert.Null(box.Choice.Sandbox);
        Assert.Contains("actors.jobs.sandbox = none", box.Missing, StringComparison.Ordinal);
    }
}
