using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class UnitTests
{
    private static Config Parse(string value) => ConfigurationFactory.ParseString($"a = {value}");

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5ms", 5)]
    [InlineData("5 millis", 5)]
    [InlineData("1.5 s", 1_500)]
    [InlineData("2 seconds", 2_000)]
    [InlineData("1m", 60_000)]
    [InlineData("\"1 minute\"", 60_000)]
    [InlineData("1 h", 3_600_000)]
    [InlineData("1 d", 86_400_000)]
    [InlineData("-1s", -1_000)]
    [InlineData("0", 0)]
    [InlineData("250 us", 0.25)]
    [InlineData("1000000ns", 1)]
    public void A_duration_has_a_unit_or_is_milliseconds(string value, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Parse(value).GetTimeSpan("a"));

    [Fact]
    public void An_endless_duration_is_infinite_where_that_is_allowed()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, Parse("infinite").GetTimeSpan("a"));
        var refused = Assert.ThrowsAny<ConfigurationException>(() => Parse("infinite").GetTimeSpan("a", null, allowInfinite: false));
        Assert.Equal("(1,5): a: expected a duration such as 5s or 100ms, found \"infinite\"", refused.Message);
    }

    [Theory]
    [InlineData("5 apples")]
    [InlineData("s")]
    [InlineData("\"\"")]
    [InlineData("99999999999 d")]
    [InlineData("1e3 s")]
    public void A_wrong_duration_is_reported(string value) =>
        Assert.Contains("expected a duration", Assert.ThrowsAny<ConfigurationException>(() => Parse(value).GetTimeSpan("a")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("128000b", 128_000)]
    [InlineData("128000", 128_000)]
    [InlineData("0", 0)]
    [InlineData("1 kB", 1_000)]
    [InlineData("1 k", 1_024)]
    [InlineData("1K", 1_024)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("1.5 MB", 1_500_000)]
    [InlineData("10 MiB", 10_485_760)]
    [InlineData("2m", 2_097_152)]
    [InlineData("1 GB", 1_000_000_000)]
    [InlineData("1 GiB", 1_073_741_824)]
    [InlineData("1 TB", 1_000_000_000_000)]
    [InlineData("1 tebibyte", 1_099_511_627_776)]
    [InlineData("1 PiB", 1_125_899_906_842_624)]
    [InlineData("1 petabytes", 1_000_000_000_000_000)]
    [InlineData("1 EiB", 1_152_921_504_606_846_976)]
    [InlineData("1 EB", 1_000_000_000_000_000_000)]
    public void A_size_has_a_decimal_or_binary_unit_or_is_bytes(string value, long bytes) => Assert.Equal(bytes, Parse(value).GetByteSize("a"));

    [Theory]
    [InlineData("5 apples")]
    [InlineData("16 EiB")]
    [InlineData("unlimited")]
    public void A_wrong_size_is_reported(string value) =>
        Assert.Contains("expected a size", Assert.ThrowsAny<ConfigurationException>(() => Parse(value).GetByteSize("a")).Message, StringComparison.Ordinal);
}
