using Akka.Api.Tests.Listing;
using Akka.Api.Tests.Rules;
using Xunit;

namespace Akka.Api.Tests;

/// <summary>Each rule fires on a small listing that breaks it, and on nothing else.</summary>
public class RuleTests
{
    private const string Official = """
        namespace A
          abstract class Animal : IAlive, IDisposable
            abstract void Eat(object food)
            protected abstract bool Chew()
            protected new()
            virtual void Sleep()
          class Cat : Animal
            new(string name)
            new(string name, int age = 0)
            override void Eat(object food)
            string Name { get; set; }
            void Play()
            void Play(Toy toy)
          enum Color
            Red, Green
          delegate void Heard(object sound)
          interface IAlive : IThing<IAlive>
            bool IsAlive { get; }
            void Live()
          interface IThing<out T>
            T Self { get; }
          class Toy : Internal
            const string Kind = "toy"

        """;

    private static readonly ApiListing OfficialListing = ApiListing.Parse(Official);

    private static List<string> Check(ApiListing offered) => [.. new ApiRules(OfficialListing, OfficialListing, offered).Check(offered)];

    private static List<string> Check(string before, string after)
    {
        Assert.Contains(before, Official, StringComparison.Ordinal);
        return Check(ApiListing.Parse(Official.Replace(before, after)));
    }

    [Fact]
    public void The_same_api_has_no_differences() => Assert.Empty(Check(OfficialListing));

    [Theory]
    [InlineData("    virtual void Sleep()\n", "")]
    [InlineData("    string Name { get; set; }\n", "")]
    [InlineData("    override void Eat(object food)\n    string", "    string")]
    [InlineData("  enum Color\n    Red, Green\n", "")]
    [InlineData("  class Toy : Internal\n", "  class Toy\n")]
    [InlineData("    void Play()\n    void Play(Toy toy)\n", "")]
    [InlineData("    string Name { get; set; }\n", "    override void Sleep()\n")]
    public void A_part_of_the_api_has_no_differences(string before, string after) => Assert.Empty(Check(before, after));

    [Fact]
    public void An_overload_about_a_type_that_is_not_offered_may_be_missing()
    {
        var offered = ApiListing.Parse(Official.Replace("    void Play(Toy toy)\n", "").Replace("  class Toy : Internal\n    const string Kind = \"toy\"\n", ""));
        Assert.Empty(Check(offered));
    }

    [Theory]
    [InlineData("string Name { get; set; }", "string Name { get; }", "A.Cat: has what is not listed: string Name { get; }")]
    [InlineData("void Play()\n", "void Play()\n    void Purr()\n", "A.Cat: has what is not listed: void Purr()")]
    [InlineData("    Red, Green", "    Red, Green, Blue", "A.Color: has what is not listed: Red, Green, Blue")]
    [InlineData("const string Kind = \"toy\"", "const string Kind = \"ball\"", "A.Toy: has what is not listed: const string Kind = \"ball\"")]
    [InlineData("delegate void Heard(object sound)", "delegate void Heard(object noise)", "A.Heard: expected 'delegate void Heard(object sound)', found 'delegate void Heard(object noise)'")]
    [InlineData("class Cat : Animal", "sealed class Cat : Animal", "A.Cat: expected 'class Cat', found 'sealed class Cat'")]
    [InlineData("interface IThing<out T>", "interface IThing<out T> where T : class", "A.IThing<out T>: expected 'interface IThing<out T>', found 'interface IThing<out T> where T : class'")]
    [InlineData("class Cat : Animal", "class Cat : Animal, IPet", "A.Cat: has a base that is not listed: IPet")]
    [InlineData("    Red, Green\n", "    Red, Green\n  class Dog : Animal\n", "A.Dog: is public and not in the list; make it internal")]
    [InlineData("    Red, Green\n", "    Red, Green\n  class Internal\n", "A.Internal: is public and not in the list; make it internal, or [InternalApi] since the lists mention it")]
    [InlineData("    abstract void Eat(object food)\n", "", "A.Animal: lacks the abstract member: abstract void Eat(object food)")]
    [InlineData("    protected abstract bool Chew()\n", "", "A.Animal: lacks the abstract member: protected abstract bool Chew()")]
    [InlineData("    void Live()\n", "", "A.IAlive: lacks the abstract member: void Live()")]
    [InlineData("IAlive, IDisposable", "IAlive", "A.Animal: lacks the base: IDisposable")]
    [InlineData("    new(string name)\n", "", "A.Cat: lacks the overload: new(string name)")]
    [InlineData("    void Play(Toy toy)\n", "", "A.Cat: lacks the overload: void Play(Toy toy)")]
    public void A_difference_is_reported(string before, string after, string difference) => Assert.Equal([difference], Check(before, after));

    [Fact]
    public void Only_mentioned_types_that_are_not_listed_may_be_marked_internal()
    {
        var marked = ApiListing.Parse("namespace A\n  class Internal\n  class Cat : Animal\n  class Unheard\n").Types;
        Assert.Equal(
            [
                "A.Cat: is in the list, so it must not carry [InternalApi]",
                "A.Unheard: carries [InternalApi] and no list mentions it; make it internal",
            ],
            Check(new ApiListing([], marked)));
    }
}
