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

    [Fact]
    public void A_provider_that_does_not_work_is_refused_with_what_to_do()
    {
        using var box = Box.Of("nonsense", withCgroups: false);

        Assert.Null(box.Choice.Sandbox);
        Assert.Contains("actors.jobs.sandbox = none", box.Missing, StringComparison.Ordinal);
    }
}
