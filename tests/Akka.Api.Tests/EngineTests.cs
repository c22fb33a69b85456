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
    /// <summary>Differences that stay, each with its reason.</summary>
    private static readonly HashSet<string> Accepted =
    [
        // Plug-ins of actor creation are not offered, and nobody but the engine derives from ExtendedActorSystem.
        "Akka.Actor.ExtendedActorSystem: lacks the abstract member: abstract ActorProducerPipelineResolver ActorPipelineResolver { get; }",
    ];

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

    [Fact]
    public void What_is_accepted_still_differs()
    {
        var differences = Names.SelectMany(name => new ApiRules(ReadListed(name), Listed.Value, Offered.Value).Check(AssemblyLister.List(Assembly.Load(name))));
        Assert.Empty(Accepted.Except(differences));
    }

    private static void AssertNone(IEnumerable<string> differences)
    {
        var lines = differences.Except(Accepted).Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, $"{lines.Count} differences from the list:\n{string.Join('\n', lines)}");
    }

    private static ApiListing ReadListed(string assembly) => ApiListing.Parse(Read(assembly));

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Lists", name + ".txt"));
}
