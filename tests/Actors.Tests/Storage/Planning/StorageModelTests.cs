using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Storage.Planning;

/// <summary>The planning cores together, under lost messages, nodes that go and come back, and views of the ring that differ.</summary>
public class StorageModelTests
{
    [Fact]
    public void An_acknowledged_object_stays_on_two_nodes_and_is_never_reported_missing() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var model = new StorageModel(seed, nodeCount: 1 + (seed % 6), new ModelRules());
        model.Run(steps: 150);
    }, maxTests: 200);

    [Fact]
    public void Acknowledging_one_copy_of_two_is_caught() => AssertCaught("S1", new ModelRules(AcknowledgeEarly: true));

    [Fact]
    public void Reporting_missing_on_the_word_of_owners_alone_is_caught() => AssertCaught("S4", new ModelRules(NotFoundFromOwners: true));

    [Fact]
    public void Dropping_a_copy_without_proof_is_caught() => AssertCaught("S1", new ModelRules(DropByView: true));

    private static void AssertCaught(string invariant, ModelRules rules)
    {
        var caught = Enumerable.Range(1, 200).Select(seed => Record.Exception(() => new StorageModel(seed, nodeCount: 5, rules).Run(steps: 150)))
            .FirstOrDefault(exception => exception is not null);
        Assert.StartsWith(invariant, caught?.Message);
    }
}
