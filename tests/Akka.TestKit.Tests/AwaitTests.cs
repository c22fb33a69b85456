using Xunit;

namespace Akka.TestKit.Tests;

public class AwaitTests : KitTest
{
    [Fact]
    public void An_assertion_is_repeated_until_it_passes()
    {
        var attempts = 0;
        AwaitAssert(() => Assert.Equal(3, ++attempts));
    }

    [Fact]
    public void An_assertion_that_never_passes_fails_with_its_last_exception()
    {
        var attempts = 0;
        var failure = Assert.Throws<InvalidTimeZoneException>(() => AwaitAssert(() => throw new InvalidTimeZoneException($"{++attempts}"), Soon));
        Assert.Equal($"{attempts}", failure.Message);
        Assert.True(attempts > 1);
    }

    [Fact]
    public async Task An_async_assertion_is_awaited()
    {
        var attempts = 0;
        await AwaitAssertAsync(async () =>
        {
            await Task.Yield();
            Assert.Equal(3, ++attempts);
        });
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => AwaitAssertAsync(() => throw new InvalidTimeZoneException(), Soon));
    }

    [Fact]
    public void A_condition_is_asked_until_it_holds()
    {
        var attempts = 0;
        AwaitCondition(() => ++attempts == 3);
        AwaitCondition(() => ++attempts == 6, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_condition_that_never_holds_fails_with_the_message() =>
        Assert.Contains("the message", FailureOf(() => AwaitCondition(() => false, Soon, "the message")));

    [Fact]
    public void A_condition_can_be_tried_without_failing()
    {
        Assert.True(AwaitConditionNoThrow(() => true, Soon));
        Assert.False(AwaitConditionNoThrow(() => false, Soon));
    }

    [Fact]
    public async Task The_async_twins_do_the_same()
    {
        var attempts = 0;
        await AwaitConditionAsync(() => ++attempts == 3);
        await AwaitConditionAsync(() => Task.FromResult(++attempts == 6));
        await FailureOf(() => AwaitConditionAsync(() => false, Soon, "the message"));
        Assert.False(await AwaitConditionNoThrowAsync(() => false, Soon));
    }
}
