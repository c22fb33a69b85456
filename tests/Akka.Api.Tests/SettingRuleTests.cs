using Akka.Api.Tests.Settings;
using Xunit;

namespace Akka.Api.Tests;

public class SettingRuleTests
{
    private const string List = """
        [Other]
        akka.other = 1
        [Akka]
        akka.loggers = ["A, B", "C"]
        akka.extensions = 
        akka.timeout = 5 s
        akka.debug = off
        akka.section = {}
        akka.bindings."System.Byte[]" = bytes

        [Akka]
        akka.timeout = 7 s
        """;

    private static List<string> Check(string hocon) => [.. SettingRules.Check(ReferenceSettings.Of(hocon), SettingList.Parse(List, "Akka"))];

    [Theory]
    [InlineData("")]
    [InlineData("akka { loggers = [\"A, B\", C], extensions = [], timeout = 5s, debug = false, section { } }")]
    [InlineData("akka.timeout = 7s")]
    [InlineData("akka.bindings { \"System.Byte[]\" = bytes }")]
    [InlineData("actors.engine.anything = 1")]
    public void Settings_of_the_list_have_no_differences(string hocon) => Assert.Empty(Check(hocon));

    [Theory]
    [InlineData("akka.timeout = 6s", "akka.timeout: expected the default '5 s' or '7 s', found '6s'")]
    [InlineData("akka.debug = on", "akka.debug: expected the default 'off', found 'on'")]
    [InlineData("akka.loggers = [C]", "akka.loggers: expected the default '[\"A, B\", \"C\"]', found '[\"C\"]'")]
    [InlineData("akka.section.x = 1", "akka.section.x: is not in the list")]
    [InlineData("akka.other = 1", "akka.other: is not in the list")]
    [InlineData("actors.own = 1", "actors.own: is not in the list")]
    public void A_difference_is_reported(string hocon, string difference) => Assert.Equal([difference], Check(hocon));
}
