using System.Collections.Immutable;
using Akka.Actor.Internal;
using Akka.Configuration;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Actor;

public sealed class ShutdownPhasesTests
{
    [Fact]
    public void Every_phase_comes_after_all_that_it_depends_on() => Property.Holds(
        // Edges go from higher to lower numbers only, so there is no circle.
        Gen.Choose(0, 9).Zip(Gen.Choose(0, 9)).ListOf(15).Select(pairs => pairs.Where(pair => pair.Item1 > pair.Item2).ToArray()),
        edges =>
        {
            var phases = ShutdownPhases.Of(Enumerable.Range(0, 10).ToImmutableSortedDictionary(
                Name, number => Phase([.. edges.Where(edge => edge.Item1 == number).Select(edge => Name(edge.Item2))])));

            Assert.Equal(10, phases.Order.Distinct().Count());
            Assert.All(edges, edge => Assert.True(phases.Order.IndexOf(Name(edge.Item2)) < phases.Order.IndexOf(Name(edge.Item1))));
        });

    [Fact]
    public void A_circle_is_refused_and_shown()
    {
        var phases = new Dictionary<string, ShutdownPhase> { ["a"] = Phase(["b"]), ["b"] = Phase(["c"]), ["c"] = Phase(["a"]) }.ToImmutableSortedDictionary();

        var error = Assert.Throws<ConfigurationException>(() => ShutdownPhases.Of(phases));
        Assert.Contains("a -> b -> c -> a", error.Message);
    }

    [Fact]
    public void The_reference_phases_end_with_the_actor_system()
    {
        var phases = ShutdownPhases.From(ConfigurationFactory.Default().GetConfig("akka.coordinated-shutdown"));

        Assert.Equal(
            [
                "before-service-unbind", "service-unbind", "service-requests-done", "service-stop", "before-cluster-shutdown",
                "cluster-sharding-shutdown-region", "cluster-leave", "cluster-exiting", "cluster-exiting-done", "cluster-shutdown",
                "before-actor-system-terminate", "actor-system-terminate",
            ],
            phases.Order.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(5), phases.ByName["service-stop"].Timeout);
        Assert.Equal(TimeSpan.FromSeconds(10), phases.ByName["cluster-exiting"].Timeout);
    }

    [Fact]
    public void A_phase_may_override_time_recovery_and_whether_it_runs()
    {
        var config = ConfigurationFactory.ParseString(
            "default-phase-timeout = 1s, phases { a { timeout = 2s, recover = off, enabled = off, depends-on = [b] }, b {} }");

        var phases = ShutdownPhases.From(config);

        Assert.Equal(["b", "a"], phases.Order.ToArray());
        Assert.Equal((TimeSpan.FromSeconds(2), false, false), (phases.ByName["a"].Timeout, phases.ByName["a"].Recover, phases.ByName["a"].Enabled));
        Assert.Equal((TimeSpan.FromSeconds(1), true, true), (phases.ByName["b"].Timeout, phases.ByName["b"].Recover, phases.ByName["b"].Enabled));
    }

    private static string Name(int number) => $"phase-{number}";

    private static ShutdownPhase Phase(string[] dependsOn) => new([.. dependsOn], TimeSpan.FromSeconds(1), Recover: true, Enabled: true);
}
