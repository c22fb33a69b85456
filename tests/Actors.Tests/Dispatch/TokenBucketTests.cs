using Actors.Dispatch;
using Xunit;

namespace Actors.Tests.Dispatch;

public class TokenBucketTests
{
    [Fact]
    public void It_begins_full_with_a_seconds_worth()
    {
        var bucket = TokenBucket.Of(3, TimeSpan.Zero);

        Assert.Equal(3, TakeAll(bucket, TimeSpan.Zero));
        Assert.False(bucket.Has(TimeSpan.Zero));
    }

    [Fact]
    public void It_fills_at_its_rate_and_never_beyond_a_second()
    {
        var bucket = TokenBucket.Of(4, TimeSpan.Zero);
        TakeAll(bucket, TimeSpan.Zero);

        Assert.Equal(2, TakeAll(bucket, TimeSpan.FromSeconds(0.5)));
        Assert.Equal(4, TakeAll(bucket, TimeSpan.FromHours(1)));
        Assert.False(bucket.IsFull(TimeSpan.FromHours(1)));
        Assert.True(bucket.IsFull(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    [InlineData(7.5)]
    [InlineData(100_000)]
    public void At_the_time_it_names_there_is_a_token(double perSecond)
    {
        var bucket = TokenBucket.Of(perSecond, TimeSpan.Zero);
        TakeAll(bucket, TimeSpan.Zero);
        var next = bucket.NextAt(TimeSpan.Zero);

        Assert.True(bucket.Has(next));
        Assert.False(TokenBucketAt(perSecond, next * 0.9));
    }

    [Fact]
    public void Less_than_one_a_second_still_lets_one_begin() => Assert.Equal(1, TakeAll(TokenBucket.Of(0.25, TimeSpan.Zero), TimeSpan.Zero));

    [Fact]
    public void A_clock_that_stands_still_or_goes_back_gives_nothing()
    {
        var bucket = TokenBucket.Of(1, TimeSpan.FromSeconds(10));
        TakeAll(bucket, TimeSpan.FromSeconds(10));

        Assert.False(bucket.Has(TimeSpan.FromSeconds(5)));
        Assert.True(bucket.Has(TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public void No_limit_is_always_full()
    {
        var bucket = TokenBucket.Of(0, TimeSpan.Zero);
        for (var i = 0; i < 100; i++)
            bucket.Take(TimeSpan.Zero);

        Assert.True(bucket is { IsUnlimited: true } && bucket.Has(TimeSpan.Zero) && bucket.IsFull(TimeSpan.Zero));
    }

    private static bool TokenBucketAt(double perSecond, TimeSpan at)
    {
        var bucket = TokenBucket.Of(perSecond, TimeSpan.Zero);
        TakeAll(bucket, TimeSpan.Zero);
        return bucket.Has(at);
    }

    private static int TakeAll(TokenBucket bucket, TimeSpan now)
    {
        var taken = 0;
        for (; bucket.Has(now); taken++)
            bucket.Take(now);
        return taken;
    }
}
