using Actors.Dispatch;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Dispatch;

public class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(6, 6400)]
    [InlineData(7, 10_000)]
    [InlineData(int.MaxValue, 10_000)]
    public void The_pause_doubles_up_to_its_limit(int failures, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.After(failures, First, Longest));

    [Fact]
    public void It_never_shrinks_and_never_exceeds_the_limit() => Property.Holds(Gen.Choose(0, 100_000), failures =>
    {
        var pause = Backoff.After(failures, First, Longest);
        Assert.InRange(pause, TimeSpan.Zero, Longest);
        Assert.True(Backoff.After(failures + 1, First, Longest) >= pause);
    });

    [Fact]
    public void No_first_pause_is_no_pause() => Assert.Equal(TimeSpan.Zero, Backoff.After(50, TimeSpan.Zero, Longest));
}
