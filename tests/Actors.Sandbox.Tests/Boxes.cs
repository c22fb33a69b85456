using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>The providers that work on this machine, found out once for all tests.</summary>
public static class Boxes
{
    private static readonly Lazy<IReadOnlyDictionary<string, Box>> All = new(() => new[] { "bubblewrap", "namespaces" }.ToDictionary(name => name, name => Box.Of(name)));

    /// <summary>Real boxes, by name; those that do not work here are left out (see <see cref="ProviderTests"/>).</summary>
    public static TheoryData<string> Working => [.. All.Value.Where(box => box.Value.Missing is null).Select(box => box.Key)];

    public static Box Of(string provider) => All.Value[provider];

    /// <summary>Why there is nothing to test; null when at least one works.</summary>
    public static string? ProblemWithAll => All.Value.Values.Any(box => box.Missing is null) ? null : string.Join("; ", All.Value.Values.Select(box => box.Missing).Distinct());

    public static string? ProblemWith(string provider) => All.Value[provider].Missing;
}
