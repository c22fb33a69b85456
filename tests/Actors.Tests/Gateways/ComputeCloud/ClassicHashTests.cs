using Actors.Gateways.ComputeCloud;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public class ClassicHashTests
{
    [Theory]
    [InlineData("name1", 0, "7C941D29")]
    [InlineData("jobname", 1, "5EF13D78")]
    [InlineData("pts", 2, "0059822E")]
    [InlineData("", 0, "00001505")]
    public void An_objects_hash_is_the_origins(string name, uint salt, string hash) =>
        Assert.Equal(hash, ClassicTokens.FromHash(ClassicHash.Of(name, salt)));

    [Fact]
    public void The_first_letter_does_not_count() =>
        Assert.Equal(ClassicHash.Of("apple", 7), ClassicHash.Of("bpple", 7));

    [Fact]
    public void Bytes_above_127_count_as_negative() =>
        Assert.Equal(unchecked(5381u * 33 - 1), ClassicHash.Of("x\u00FF", 0));
}
