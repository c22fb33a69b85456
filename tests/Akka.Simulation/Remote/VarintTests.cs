using Akka.Remote.Internal.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Remote;

public class VarintTests
{
    [Fact]
    public void Every_number_comes_back_and_takes_at_most_five_bytes() => Prop.ForAll<uint>(value =>
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxBytes];
        var written = Varint.Write(bytes, value);
        return written == Varint.TryRead(bytes, out var read) && read == value;
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x1F })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void A_number_that_ends_early_or_is_too_large_is_refused(byte[] bytes) => Assert.Equal(0, Varint.TryRead(bytes, out _));
}
