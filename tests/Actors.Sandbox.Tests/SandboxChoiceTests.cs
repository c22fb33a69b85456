using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

public sealed class SandboxChoiceTests : IDisposable
{
    private readonly WorkFolder _work = WorkFolder.Create("");

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Where_nothing_works_auto_has_no_sandbox_and_says_what_to_do()
    {
        var choice = Make("auto", "denied", mayFallBack: false);

        Assert.Null(choice.Sandbox);
        Assert.Null(choice.FellBack);
        Assert.Contains("install bubblewrap, allow user namespaces, or set actors.jobs.sandbox = none", choice.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_who_may_falls_back_to_none_and_keeps_the_reason()
    {
        var choice = Make("auto", "denied", mayFallBack: true);

        Assert.Equal("none", choice.Sandbox!.Name);
        Assert.Null(choice.Problem);
        Assert.NotEmpty(choice.FellBack!);
    }

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("namespaces")]
    public void A_provider_that_was_named_is_never_replaced(string wanted) => Assert.Null(Make(wanted, "denied", mayFallBack: true).Sandbox);

    [ProviderFact("namespaces")]
    public void Where_one_works_nobody_falls_back()
    {
        var choice = Make("auto", null, mayFallBack: true);

        Assert.NotEqual("none", choice.Sandbox!.Name);
        Assert.Null(choice.FellBack);
    }

    private SandboxChoice Make(string wanted, string? problem, bool mayFallBack) => SandboxChoice.Make(wanted, new FixedProbe(problem), _work, null, mayFallBack);

    private sealed class FixedProbe(string? problem) : ISandboxProbe
    {
        public string? Problem(ISandbox sandbox, CgroupRoot? cgroups) => problem;
    }
}
