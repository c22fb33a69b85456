using System.Reflection;

namespace Akka.Configuration.Internal;

/// <summary>The reference configurations of those engine assemblies that are deployed with the application.</summary>
internal static class EngineReferences
{
    private static readonly string[] Extensions =
        ["Akka.Remote", "Akka.Cluster", "Akka.Cluster.Tools", "Akka.Cluster.Sharding", "Akka.Persistence", "Akka.Persistence.Sql", "Akka.TestKit"];

    // What is deployed does not change while the process runs.
    private static readonly Lazy<IReadOnlyList<Config>> Deployed = new(() => [.. Extensions.SelectMany(Load)]);

    /// <summary>The core's own first. The others are loaded only when the enumeration gets there.</summary>
    internal static IEnumerable<Config> All()
    {
        yield return ConfigurationFactory.Default();
        foreach (var config in Deployed.Value) yield return config;
    }

    private static IEnumerable<Config> Load(string name)
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            return [];
        }

        return assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith(".conf", StringComparison.Ordinal))
            .Select(resource => ConfigurationFactory.FromResource(resource, assembly));
    }
}
