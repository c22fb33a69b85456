using System.Collections.Immutable;
using Akka.Configuration;

namespace Akka.Actor.Internal;

/// <summary>One phase of coordinated shutdown.</summary>
/// <param name="DependsOn">Phases that run before it.</param>
/// <param name="Timeout">For all tasks of the phase together.</param>
/// <param name="Recover">Go on with the next phase when a task fails or the time is up.</param>
/// <param name="Enabled">Off: its tasks do not run.</param>
internal sealed record ShutdownPhase(ImmutableArray<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled);

/// <summary>The phases of <c>akka.coordinated-shutdown.phases</c> and the order that follows from what they depend on.</summary>
internal sealed record ShutdownPhases(ImmutableSortedDictionary<string, ShutdownPhase> ByName, ImmutableArray<string> Order)
{
    /// <param name="config">The section <c>akka.coordinated-shutdown</c>.</param>
    /// <exception cref="ConfigurationException">The phases depend on each other in a circle.</exception>
    public static ShutdownPhases From(Config config)
    {
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout");
        var section = config.GetConfig("phases");
        var names = section.Root.GetObject().Items.Keys;
        return Of(names.ToImmutableSortedDictionary(name => name, name => Phase(section.GetConfig(name), defaultTimeout), StringComparer.Ordinal));
    }

    public static ShutdownPhases Of(ImmutableSortedDictionary<string, ShutdownPhase> phases) => new(phases, Sort(phases));

    private static ShutdownPhase Phase(Config config, TimeSpan defaultTimeout) => new(
        [.. config.GetStringList("depends-on", [])],
        config.GetTimeSpan("timeout", defaultTimeout),
        config.GetBoolean("recover", true),
        config.GetBoolean("enabled", true));

    /// <summary>Depth first in the order of names, so the same phases always come in the same order.</summary>
    private static ImmutableArray<string> Sort(ImmutableSortedDictionary<string, ShutdownPhase> phases)
    {
        var order = ImmutableArray.CreateBuilder<string>();
        var path = new List<string>();
        var done = new HashSet<string>();
        foreach (var name in phases.Keys) Visit(name);
        return order.ToImmutable();

        void Visit(string name)
        {
            if (done.Contains(name)) return;
            if (path.Contains(name))
                throw new ConfigurationException($"akka.coordinated-shutdown.phases: circle of dependencies {string.Join(" -> ", path)} -> {name}.");
            path.Add(name);
            if (phases.TryGetValue(name, out var phase))
                foreach (var dependency in phase.DependsOn.Order(StringComparer.Ordinal)) Visit(dependency);
            path.RemoveAt(path.Count - 1);
            done.Add(name);
            order.Add(name);
        }
    }
}
