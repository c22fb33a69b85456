using System.Reflection;
using Akka.Api.Tests.Listing;
using Akka.Api.Tests.Rules;
using Akka.Api.Tests.Settings;
using Xunit;

namespace Akka.Api.Tests;

/// <summary>Our engine against the lists of the official one.</summary>
public class EngineTests
{
    private static readonly string[] Names = ["Akka", "Akka.Remote", "Akka.Cluster", "Akka.Cluster.Tools", "Akka.TestKit", "Akka.TestKit.Xunit2"];
    private static readonly Lazy<ApiListing> Listed = new(() => ApiListing.Union(Names.Select(ReadListed)));
    private static readonly Lazy<ApiListing> Offered = new(() => ApiListing.Union(Names.Select(name => AssemblyLister.List(Assembly.Load(name)))));

    public static TheoryData<string> Assemblies => [.. Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void All_that_is_public_is_Akkas(string assembly)
    {
        var rules = new ApiRules(ReadListed(assembly), Listed.Value, Offered.Value);
        AssertNone(rules.Check(AssemblyLister.List(Assembly.Load(assembly))));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void All_settings_are_Akkas_with_its_defaults(string assembly) =>
        AssertNone(SettingRules.Check(ReferenceSettings.Of(Assembly.Load(assembly)), SettingList.Parse(Read("settings"), assembly)));

    private static void AssertNone(IEnumerable<string> differences)
    {
        var lines = differences.Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, $"{lines.Count} differences from the list:\n{string.Join('\n', lines)}");
    }

    private static ApiListing ReadListed(string assembly) => ApiListing.Parse(Read(assembly));

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Lists", name + ".txt"));
}
