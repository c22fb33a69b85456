using Akka.Configuration;
using Xunit;

namespace Akka.TestKit.Tests;

public class WithinTests() : KitTest("akka.test { single-expect-default = 50ms, timefactor = 2 }")
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Expectations_inside_wait_for_what_is_left() => Within(Minute, () =>
    {
        Assert.InRange(Remaining, Minute, Minute * 2);
        Assert.InRange(RemainingOrDefault, Minute, Minute * 2);
    });

    [Fact]
    public void Outside_the_default_counts_dilated()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(100), RemainingOrDefault);
        Assert.Equal(TimeSpan.FromMilliseconds(10), Dilated(TimeSpan.FromMilliseconds(5)));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void An_inner_block_cannot_outlast_the_outer_one() => Within(Minute, () =>
        Within(Minute * 10, () => Assert.InRange(Remaining, Minute, Minute * 2)));

    [Fact]
    public void A_block_that_takes_too_long_fails() => Assert.Contains("longer", FailureOf(() => Within(Soon / 2, () => Wait(Soon * 2))));

    [Fact]
    public void A_block_that_is_too_quick_fails() => Assert.Contains("hint", FailureOf(() => Within(Minute / 100, Minute, () => { }, "hint")));

    [Fact]
    public void The_time_of_silence_does_not_count_against_the_block() => Within(Soon, () => ExpectNoMsg());

    [Fact]
    public void The_result_of_the_block_is_given_back() => Assert.Equal(42, Within(Minute, () => 42));

    [Fact]
    public async Task The_async_twin_does_the_same()
    {
        Receive("one");
        await WithinAsync(Minute, async () => await ExpectMsgAsync("one"));
        Assert.Equal(42, await WithinAsync(Minute, () => Task.FromResult(42)));
        await FailureOf(() => WithinAsync(Minute / 100, Minute, () => Task.CompletedTask));
    }

    [Fact]
    public void An_exception_ends_the_block_and_restores_the_outer_time()
    {
        Assert.Throws<InvalidTimeZoneException>(() => Within(Minute, () => throw new InvalidTimeZoneException()));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Theory]
    [InlineData("timefactor = 0")]
    [InlineData("timefactor = -1")]
    public void A_wrong_time_factor_is_refused(string setting)
    {
        var config = ConfigurationFactory.ParseString(setting).WithFallback(Xunit2.TestKit.DefaultConfig.GetConfig("akka.test"));
        Assert.Contains("akka.test.timefactor", Assert.Throws<ConfigurationException>(() => new TestKitSettings(config)).Message);
    }

    [Fact]
    public void The_defaults_are_those_of_Akka()
    {
        var settings = new TestKitSettings(Xunit2.TestKit.DefaultConfig.GetConfig("akka.test"));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3), 1.0),
            (settings.DefaultTimeout, settings.SingleExpectDefault, settings.TestEventFilterLeeway, settings.TestTimeFactor));
    }

    private void Wait(TimeSpan time) => Assert.Null(ReceiveOne(time));
}
