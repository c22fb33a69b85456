using Actors.Services;
using Actors.Services.Brokers;
using Actors.Services.Hosts;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services;

public sealed class ServicesSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_reference_file_and_of_the_code()
    {
        var settings = ServicesSettings.From(ReferenceConfig.Config);

        Assert.Equal(new DeskTerms(), settings.Broker);
        Assert.Equal(new HostTerms(), settings.Host);
    }

    [Theory]
    [InlineData("broker.max-queued = 0", "1 to 10000000")]
    [InlineData("broker.max-queued-size = 1 kB", "at least 65536 bytes")]
    [InlineData("broker.lease = 1s", "00:00:02")]
    [InlineData("broker.host-patience = 0s", "above zero")]
    [InlineData("broker.max-placements = 0", "1 to 100000")]
    [InlineData("broker.take-over-after = 0s", "above zero")]
    [InlineData("broker.ended-remembered = -1", "0 to 10000000")]
    [InlineData("broker.unclean-run-limit = 0", "1 to 1000")]
    [InlineData("host.prefetch-time = 0s", "above zero")]
    [InlineData("host.max-prefetch = 5000", "0 to 4096")]
    [InlineData("host.replies-kept-for = 0s", "above zero")]
    [InlineData("host.stream-patience = 0s", "above zero")]
    public void A_wrong_value_is_refused_by_its_path_with_what_is_expected(string setting, string expected)
    {
        var config = ConfigurationFactory.ParseString($"actors.services.{setting}").WithFallback(ReferenceConfig.Config);

        var refused = Assert.Throws<ActorsException>(() => ServicesSettings.From(config));

        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains("actors.services." + setting.Split(' ')[0], refused.Message);
        Assert.Contains(expected, refused.Message);
    }
}
