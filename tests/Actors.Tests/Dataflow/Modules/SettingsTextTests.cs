using System.Collections.Immutable;
using Actors.Dataflow;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

/// <summary>Settings reach other nodes as a text. That the modules made there do the same is shown by all tests of modules: <see cref="ModuleBench"/> makes each from its text.</summary>
public sealed class SettingsTextTests
{
    public static TheoryData<string> Modules => [.. ModuleCatalog.BuiltIn.Modules.Select(module => module.Name)];

    public static TheoryData<string> ModulesWithSettings => [.. ModuleCatalog.BuiltIn.Modules.Where(module => module.Settings is not null).Select(module => module.Name)];

    [Theory]
    [MemberData(nameof(ModulesWithSettings))]
    public void All_settings_of_a_module_are_read_again_as_they_were(string name)
    {
        var module = ModuleCatalog.BuiltIn.Find(name)!;
        var settings = SettingSamples.Of(module.Settings!);
        var facts = SettingSamples.Facts(settings).ToList();
        Assert.Empty(SettingSamples.Facts(Activator.CreateInstance(module.Settings!)).Intersect(facts));

        var spec = ModuleSpec.Of(module, settings);
        var read = ModuleSpec.FromText(module, spec.Text!);

        Assert.Equal(spec, read);
        Assert.Equal(spec.Text, read.Text);
        Assert.Equal(facts, SettingSamples.Facts(SettingsText.Read(spec.Text!, module.Settings!)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void What_are_no_settings_of_a_module_is_refused(string name)
    {
        var module = ModuleCatalog.BuiltIn.Find(name)!;
        foreach (var text in (string[])["{", "{}}", "null", "[]", "1", """{"NoSuchSetting":1}""", "{}{}"])
            Assert.Contains(name, Assert.Throws<ArgumentException>(() => ModuleSpec.FromText(module, text)).Message, StringComparison.Ordinal);
        if (module.Settings is not null) Assert.Throws<ArgumentException>(() => ModuleSpec.FromText(module, ""));
        else Assert.Equal(ModuleSpec.Of(module, null), ModuleSpec.FromText(module, ""));
    }

    [Theory]
    [InlineData("router", "{}", "Routes")]
    [InlineData("router", """{"Routes":null}""", "Routes")]
    [InlineData("router", """{"Routes":[],"Routes":[]}""", "Routes")]
    [InlineData("router", """{"Routes":[{"To":[],"Patterns":["("]}]}""", "this is no regular expression")]
    [InlineData("router", """{"Routes":[{"To":[],"Patterns":[1]}]}""", "expected a regular expression")]
    [InlineData("router", """{"Routes":[],"Mode":1}""", "Mode")]
    [InlineData("generator", """{"Interval":"soon"}""", "Interval")]
    public void What_is_wrong_in_a_text_is_named(string module, string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => ModuleSpec.FromText(ModuleCatalog.BuiltIn.Find(module)!, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_another_setting_than_the_default()
    {
        var spec = ModuleSpec.Of(ModuleType.Of(typeof(Owner)), new Own { Note = null, Times = [] });

        var own = ((Owner)ModuleSpec.FromText(spec.Type, spec.Text!).Create()).Settings;

        Assert.Null(own.Note);
        Assert.Empty(own.Times);
    }

    [Fact]
    public void Settings_of_a_programs_own_kinds_are_read_again()
    {
        var spec = ModuleSpec.Of(ModuleType.Of(typeof(Owner)), new Own { Colour = Colour.Parse("green"), Times = [TimeSpan.FromSeconds(1), TimeSpan.FromTicks(1)], Share = double.PositiveInfinity });

        var own = ((Owner)ModuleSpec.FromText(spec.Type, spec.Text!).Create()).Settings;

        Assert.Equal(("green", double.PositiveInfinity, "usual"), (own.Colour.Name, own.Share, own.Note));
        Assert.Equal((TimeSpan[])[TimeSpan.FromSeconds(1), TimeSpan.FromTicks(1)], own.Times.AsEnumerable());
    }

    [Fact]
    public void What_only_this_process_has_has_no_text()
    {
        var type = ModuleType.Of(typeof(Owner));
        Assert.Null(ModuleSpec.Of(type, new Own { Times = [], Function = () => { } }).Text);
        Assert.Null(ModuleSpec.Of(type, new Own { Times = [], Stream = Stream.Null }).Text);
        Assert.Null(ModuleSpec.Of(type, new Own()).Text);
        Assert.Null(ModuleSpec.Of(type, new OwnAndMore { Times = [] }).Text);
    }

    public sealed class Colour : ISettingText<Colour>
    {
        public static string Expected => "a colour";

        public string Name { get; private init; } = "";

        public static Colour Parse(string text) => new() { Name = text };

        public override string ToString() => Name;
    }

    public record Own
    {
        public Colour Colour { get; init; } = Colour.Parse("grey");

        public ImmutableArray<TimeSpan> Times { get; init; }

        public double Share { get; init; }

        public string? Note { get; init; } = "usual";

        public Action? Function { get; init; }

        public Stream? Stream { get; init; }

        public int Computed => Times.Length;
    }

    public sealed record OwnAndMore : Own
    {
        public int More { get; init; }
    }

    [FlowModule("test-owner", "For tests.")]
    public sealed class Owner(Own settings) : FlowModule
    {
        public Own Settings => settings;
    }
}
