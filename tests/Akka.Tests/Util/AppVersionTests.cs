using Akka.Util;
using Xunit;

namespace Akka.Tests.Util;

public class AppVersionTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.4")]
    [InlineData("1.9", "1.10")]
    [InlineData("1", "1.0.1")]
    [InlineData("1.2.3-beta1", "1.2.3")]
    [InlineData("1.2.3-beta1", "1.2.3-beta2")]
    [InlineData("1.2.3", "1.2.3+4-abc")]
    [InlineData("1.2.3+4-abc", "1.2.3+10-abd")]
    public void Versions_are_ordered_by_their_numbers_then_by_their_suffix(string earlier, string later)
    {
        Assert.True(AppVersion.Create(earlier).CompareTo(AppVersion.Create(later)) < 0);
        Assert.True(AppVersion.Create(later).CompareTo(AppVersion.Create(earlier)) > 0);
    }

    [Fact]
    public void Missing_numbers_are_zero() => Assert.Equal(AppVersion.Create("1.0.0"), AppVersion.Create("1"));

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("1.2.3.4")]
    public void A_text_that_does_not_begin_with_numbers_is_refused(string text) =>
        Assert.Throws<FormatException>(() => AppVersion.Create(text));
}
