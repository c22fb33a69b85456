using Actors.Cli.Remote;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

public class BraceExpansionTests
{
    [Theory]
    [InlineData("node1", "node1")]
    [InlineData("node{1..3}", "node1 node2 node3")]
    [InlineData("node{3..1}", "node3 node2 node1")]
    [InlineData("node{08..10}", "node08 node09 node10")]
    [InlineData("node{8..010}", "node008 node009 node010")]
    [InlineData("{left,right}.example", "left.example right.example")]
    [InlineData("node{,-b}", "node node-b")]
    [InlineData("{a,b}{1..2}", "a1 a2 b1 b2")]
    [InlineData("admin@10.0.{0,1}.{7..8}:22", "admin@10.0.0.7:22 admin@10.0.0.8:22 admin@10.0.1.7:22 admin@10.0.1.8:22")]
    public void Braces_stand_for_what_they_stand_for_in_a_shell(string pattern, string words) => Assert.Equal(words.Split(' '), BraceExpansion.Expand(pattern));

    [Theory]
    [InlineData("node{1..8", "braces that open and close")]
    [InlineData("node1..8}", "braces that open and close")]
    [InlineData("node{a{1..2},b}", "braces that open and close")]
    [InlineData("node{}", "a range such as {1..8} or a list such as {a,b}")]
    [InlineData("node{1}", "a range such as {1..8} or a list such as {a,b}")]
    [InlineData("node{1..}", "two numbers")]
    [InlineData("node{a..c}", "two numbers")]
    [InlineData("node{-1..1}", "two numbers")]
    [InlineData("node{1..8..2}", "two numbers")]
    [InlineData("node{1..9999999999}", "two numbers")]
    [InlineData("node{1..999999999}", "at most 1024 hosts")]
    [InlineData("{1..1000}{1..1000}{1..1000}{1..1000}", "at most 1024 hosts")]
    public void Other_braces_are_a_mistake_that_says_what_was_expected(string pattern, string expected)
    {
        var mistake = Assert.Throws<ActorsException>(() => BraceExpansion.Expand(pattern));
        Assert.Equal(ErrorCodes.Invalid, mistake.Code);
        Assert.Contains(expected, mistake.Message);
        Assert.Contains($"'{pattern}'", mistake.Message);
    }

    [Fact]
    public void Any_text_is_expanded_within_the_limit_or_refused() => Prop.ForAll(
        Gen.Elements([.. "{}{}{},..0129ab-"]).ArrayOf().Select(letters => new string(letters)).ToArbitrary(),
        pattern =>
        {
            try
            {
                var words = BraceExpansion.Expand(pattern);
                Assert.InRange(words.Count, 1, BraceExpansion.Limit);
                Assert.All(words, word => Assert.DoesNotContain('{', word));
            }
            catch (ActorsException refused)
            {
                Assert.Equal(ErrorCodes.Invalid, refused.Code);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
