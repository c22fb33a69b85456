using Akka.Api.Tests.Listing;
using Xunit;

namespace Akka.Api.Tests;

/// <summary>The lister writes what the lists write, checked on types that have one of everything.</summary>
public class ListerTests
{
    private const string Expected = """
        static class Samples
        static int Extension(this string text, params object[] arguments)
        abstract class Samples.Base<T> : IDisposable, Samples.IShape<T> where T : class, new()
        T Area { get; }
        T this[int index] { get; set; }
        [Obsolete] void Old()
        const string Name = "name"
        event EventHandler Changed
        protected abstract void Draw(T pen, int? width = default, string style = "a\nb", bool fast = true)
        protected new()
        protected readonly int Count
        static TOther Convert<TOther>(T value, out int length, ref string text) where TOther : IDisposable
        virtual void Dispose()
        void Marked()
        class Samples.Derived : Samples.Base<object>
        new(List<Dictionary<string, ValueTuple<int, long>>> values, decimal[] numbers)
        override void Dispose()
        protected override void Draw(object pen, int? width = default, string style = "a\nb", bool fast = true)
        delegate bool Samples.Heard(object sound)
        interface Samples.IShape<out T>
        T Area { get; }
        enum Samples.Kind
        One, Two
        """;

    [Fact]
    public void Types_and_members_are_written_as_in_the_lists()
    {
        var listing = AssemblyLister.List([typeof(Samples), typeof(Samples.Base<>), typeof(Samples.Derived), typeof(Samples.IShape<>), typeof(Samples.Kind), typeof(Samples.Heard)]);
        var text = string.Join('\n', listing.Types.Select(type => string.Join('\n', type.Members.Prepend(type.Header))));
        Assert.Equal(Expected.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Types_that_carry_InternalApi_are_listed_apart()
    {
        var listing = AssemblyLister.List([typeof(Samples.Marked), typeof(Samples.Marked.Inner), typeof(Samples.Hidden)]);
        Assert.Empty(listing.Types);
        Assert.Equal(["Samples.Marked", "Samples.Marked.Inner"], listing.Hidden.Select(type => type.Name));
    }

    [Theory]
    [InlineData("void Play()", "Play")]
    [InlineData("protected static T Play<T, U>(T first, U second) where T : class", "Play")]
    [InlineData("protected new(int x)", "new")]
    [InlineData("int this[int index] { get; }", "this")]
    [InlineData("const string Open = \"(\"", null)]
    [InlineData("string Name { get; }", null)]
    public void Overloads_are_told_by_their_name(string member, string? name) => Assert.Equal(name, Words.OverloadName(member));
}
