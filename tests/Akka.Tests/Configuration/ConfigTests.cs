using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class ConfigTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Fact]
    public void A_fallback_supplies_what_is_not_set()
    {
        var config = Parse("a { x = 1 }").WithFallback(Parse("a { x = 2, y = 3 }, b = 4"));
        Assert.Equal((1, 3, 4), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("b")));
    }

    [Fact]
    public void A_section_keeps_its_fallbacks()
    {
        var section = Parse("a.b { x = 1 }").WithFallback(Parse("a.b { y = 2 }")).WithFallback(Parse("a.b { y = 3, z = 4 }")).GetConfig("a").GetConfig("b");
        Assert.Equal((1, 2, 4), (section.GetInt("x"), section.GetInt("y"), section.GetInt("z")));
    }

    [Theory]
    [InlineData("a = 1", "a.x")]
    [InlineData("a = [1]", "a.x")]
    [InlineData("a = null", "a.x")]
    [InlineData("a.x = null", "a.x")]
    public void A_value_that_is_no_object_hides_what_fallbacks_have_below_it(string over, string path)
    {
        var config = Parse(over).WithFallback(Parse("a { x = 2 }"));
        Assert.False(config.HasPath(path));
        Assert.Null(config.GetValue(path));
        Assert.Null(config.GetConfig(path));
        Assert.Equal(7, config.GetInt(path, 7));
    }

    [Fact]
    public void An_array_replaces_the_array_of_a_fallback() =>
        Assert.Equal([1], Parse("a = [1]").WithFallback(Parse("a = [2, 3]")).GetIntList("a"));

    [Fact]
    public void An_empty_object_leaves_the_fallback_as_it_is() =>
        Assert.Equal(1, Parse("a {}").WithFallback(Parse("a.x = 1")).GetInt("a.x"));

    [Fact]
    public void The_root_has_the_fallbacks_merged_in()
    {
        var config = Parse("a { x = 1 }").WithFallback(Parse("a { y = 2 }, b = 3"));
        Assert.Equal(["x", "y"], config.Root.GetObject().GetKey("a").GetObject().Items.Keys.Order());
        Assert.Equal(["a", "b"], config.AsEnumerable().Select(field => field.Key).Order());
        Assert.Equal(["x", "y"], config.GetValue("a").GetObject().Items.Keys.Order());
    }

    [Fact]
    public void Empty_configurations_are_no_layer()
    {
        var config = Parse("a = 1");
        Assert.Same(config, Config.Empty.WithFallback(config));
        Assert.Same(config, config.WithFallback(null));
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(new Config().WithFallback(Config.Empty).IsEmpty);
        Assert.False(config.WithFallback(Config.Empty).IsEmpty);
    }

    [Fact]
    public void A_configuration_cannot_be_its_own_fallback()
    {
        var config = Parse("a = 1");
        Assert.Throws<ArgumentException>(() => config.WithFallback(config));
    }

    [Fact]
    public void The_fallback_can_be_asked_for()
    {
        var fallback = Parse("b = 2");
        Assert.Same(fallback, Parse("a = 1").WithFallback(fallback).Fallback);
        Assert.Null(fallback.Fallback);
    }

    [Fact]
    public void Texts_and_configurations_add_up_with_the_left_one_winning()
    {
        Config config = "a = 1";
        Assert.Equal((1, 2), ((config + "a = 2, b = 2").GetInt("a"), ("b = 2" + config).GetInt("b")));
    }

    [Fact]
    public void Null_configurations_are_handled_by_extensions()
    {
        Config none = null!;
        var some = Parse("a = 1");
        Assert.True(none.IsNullOrEmpty());
        Assert.True(Config.Empty.IsNullOrEmpty());
        Assert.False(some.IsNullOrEmpty());
        Assert.Same(some, none.SafeWithFallback(some));
        Assert.Same(some, some.SafeWithFallback(some));
        Assert.Equal(2, some.SafeWithFallback(Parse("b = 2")).GetInt("b"));
    }

    [Fact]
    public void A_getter_without_a_value_gives_its_default()
    {
        var config = Parse("a { }");
        Assert.Null(config.GetString("x"));
        Assert.Equal("d", config.GetString("a.x", "d"));
        Assert.True(config.GetBoolean("x", true));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("x"));
        Assert.Equal(TimeSpan.FromSeconds(1), config.GetTimeSpan("x", TimeSpan.FromSeconds(1)));
        Assert.Null(config.GetByteSize("x"));
        Assert.Equal(5, config.GetByteSize("x", 5));
        Assert.Equal(["d"], config.GetStringList("x", ["d"]));
        Assert.Empty(config.GetIntList("x"));
        Assert.Null(config.GetConfig("x"));
        Assert.Null(config.GetValue("x"));
        Assert.False(config.HasPath("x"));
        Assert.False(config.HasPath("a.x.y"));
        Assert.True(config.HasPath("a"));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("True", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    public void A_boolean_has_several_words(string text, bool expected) => Assert.Equal(expected, Parse($"a = {text}").GetBoolean("a", !expected));

    [Fact]
    public void Numbers_are_read_without_regard_to_culture()
    {
        var config = Parse("i = -12, l = 9999999999, d = 1.5, e = 1e3, list = [1.5, 2]");
        Assert.Equal(-12, config.GetInt("i"));
        Assert.Equal(9999999999, config.GetLong("l"));
        Assert.Equal((1.5, 1.5f, 1.5m), (config.GetDouble("d"), config.GetFloat("d"), config.GetDecimal("d")));
        Assert.Equal((1000, 1000.0), (config.GetInt("e"), config.GetDouble("e")));
        Assert.Equal([1.5, 2], config.GetDoubleList("list"));
        Assert.Equal([1.5m, 2m], config.GetDecimalList("list"));
        Assert.Equal([1.5f, 2f], config.GetFloatList("list"));
        Assert.Equal([(byte)1, (byte)255], Parse("a = [1, 255]").GetByteList("a"));
        Assert.Equal([true, false], Parse("a = [on, no]").GetBooleanList("a"));
        Assert.Equal([1L, 2L], Parse("a = [1, 2]").GetLongList("a"));
    }

    [Fact]
    public void A_resource_is_read_once_and_named_in_messages()
    {
        Assert.Same(ConfigurationFactory.Default(), ConfigurationFactory.Default());
        var missing = Assert.ThrowsAny<ConfigurationException>(() => ConfigurationFactory.FromResource<Config>("missing.conf"));
        Assert.Contains("expected the resource missing.conf in Akka, found Akka.reference.conf", missing.Message, StringComparison.Ordinal);
        Assert.Same(ConfigurationFactory.Default(), ConfigurationFactory.FromResource("Akka.reference.conf", typeof(Config)));
        Assert.Same(ConfigurationFactory.Default(), ConfigurationFactory.FromResource("Akka.reference.conf", Config.Empty));
    }

    [Fact]
    public void An_object_serves_as_a_configuration()
    {
        var config = ConfigurationFactory.FromObject(new { akka = new { loglevel = "DEBUG", loggers = new[] { "a, b" }, retries = 3, debug = true } });
        Assert.Equal("DEBUG", config.GetString("akka.loglevel"));
        Assert.Equal(["a, b"], config.GetStringList("akka.loggers"));
        Assert.Equal(3, config.GetInt("akka.retries"));
        Assert.True(config.GetBoolean("akka.debug"));
    }

    [Fact]
    public void An_application_without_a_configuration_file_has_no_settings() => Assert.True(ConfigurationFactory.Load().IsEmpty);

    [Fact]
    public void Changing_what_a_getter_gave_changes_no_configuration()
    {
        var config = Parse("a { x = 1 }, b = [1]");
        config.Root.GetObject().Items.Clear();
        config.GetValue("b").GetArray().Clear();
        config.GetValue("b").Values.Clear();
        config.GetStringList("b").Clear();
        Assert.Equal(1, config.GetInt("a.x"));
        Assert.Equal([1], config.GetIntList("b"));
    }

    [Fact]
    public void A_value_can_become_a_configuration()
    {
        var value = Parse("a { x = 1 }").GetValue("a");
        Assert.Equal(1, value.ToConfig().GetInt("x"));
        Assert.Equal(1, value.AtKey("k").GetInt("k.x"));
    }

    [Fact]
    public void The_content_can_be_unwrapped()
    {
        var unwrapped = Parse("a { x = 1, y = [2, { z = 3 }], n = null }").Root.GetObject().Unwrapped;
        var a = Assert.IsType<IDictionary<string, object>>(unwrapped["a"], exactMatch: false);
        Assert.Equal("1", a["x"]);
        Assert.Null(a["n"]);
        Assert.Equal("2", Assert.IsType<List<object>>(a["y"])[0]);
    }

    [Fact]
    public void A_missing_section_has_an_exception_of_its_own()
    {
        Assert.Contains("System.Uri at akka.x", ConfigurationException.NullOrEmptyConfig<Uri>("akka.x").Message, StringComparison.Ordinal);
        Assert.Contains("System.Uri", ConfigurationException.NullOrEmptyConfig<Uri>().Message, StringComparison.Ordinal);
    }
}
