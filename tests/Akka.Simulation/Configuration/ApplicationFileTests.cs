using Akka.Configuration;
using Akka.Configuration.Hocon.Internal;
using Xunit;

namespace Akka.Simulation.Configuration;

public sealed class ApplicationFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private Config Load(string xml)
    {
        File.WriteAllText(_path, xml);
        return ApplicationFile.Load(_path);
    }

    [Fact]
    public void Settings_stand_in_the_section_of_the_engine() =>
        Assert.Equal("DEBUG", Load("<configuration><akka><hocon><![CDATA[ akka.loglevel = DEBUG ]]></hocon></akka></configuration>").GetString("akka.loglevel"));

    [Theory]
    [InlineData("<configuration/>")]
    [InlineData("<configuration><akka/></configuration>")]
    public void A_file_without_the_section_has_no_settings(string xml) => Assert.True(Load(xml).IsEmpty);

    [Fact]
    public void Mistakes_are_reported_with_the_line_of_the_file()
    {
        var mistake = Assert.ThrowsAny<ConfigurationException>(() => Load("<configuration>\n<akka>\n<hocon><![CDATA[\n  a = 1\n  b = ]\n]]></hocon>\n</akka>\n</configuration>"));
        Assert.StartsWith($"{_path}(5,7): expected a value, found ']'", mistake.Message, StringComparison.Ordinal);
        mistake = Assert.ThrowsAny<ConfigurationException>(() => Load("<configuration>\n<akka>"));
        Assert.StartsWith($"{_path}(2,", mistake.Message, StringComparison.Ordinal);
    }
}
