using Actors.Services;
using Actors.Services.Deployment.Agents;
using Actors.Services.Deployment.Planning;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class StuckStartsTests
{
    private readonly StuckStarts _stuck = new(2);

    [Fact]
    public void A_class_whose_constructor_has_not_ended_is_not_begun_again_until_it_has()
    {
        var making = new TaskCompletionSource();
        _stuck.Add(SpecOf(1), making.Task);

        Assert.Contains("has still not ended", Problem(1), StringComparison.Ordinal);
        Assert.Null(Problem(2));

        making.SetException(new InvalidOperationException("at last"));
        Assert.Null(Problem(1));
    }

    [Fact]
    public void A_node_bears_only_so_many()
    {
        var making = new TaskCompletionSource();
        _stuck.Add(SpecOf(1), making.Task);
        _stuck.Add(SpecOf(2), new TaskCompletionSource().Task);

        Assert.Contains("actors.deployments.worker.max-stuck-starts", Problem(3), StringComparison.Ordinal);

        making.SetResult();
        Assert.Null(Problem(3));
    }

    private static DeploymentSpec SpecOf(int revision) => new() { Revision = Revisions.ToWire((UInt128)revision), Type = "Shop.Prices" };

    private string? Problem(int revision)
    {
        var failure = Record.Exception(() => _stuck.Check(SpecOf(revision)));
        Assert.True(failure is null or ActorsException { Code: ErrorCodes.Overloaded, Message.Length: <= 200 }, $"{failure}");
        return failure?.Message;
    }
}
