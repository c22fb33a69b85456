using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>The providers that work on this machine, found out once for all tests.</summary>
public static class Boxes
{
    private static readonly Lazy<IReadOnlyDictionary<string, Box>> All = new(() => new[] { "bubblewrap", "namespaces" }.ToDictionary(name => name, name => Box.Of(name)));

    /// <summary>Real boxes, by name; those that do not work here are left out (see <see cref="ProviderTests"/>).</summary>
    public static TheoryData<string> Working => [.. All.Value.Where(box => box.Value.Missing is null).Select(box => box.Key)];

    public static Box Of(string provider) => All.Value[provider];

    public static string? ProblemWith(string provider) => All.Value[provider].Missing;
}

/// <summary>A test that needs one provider; skipped, with the reason, where that does not work.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProviderFactAttribute : FactAttribute
{
    public ProviderFactAttribute(string provider) => Skip = Boxes.ProblemWith(provider)!;
}
