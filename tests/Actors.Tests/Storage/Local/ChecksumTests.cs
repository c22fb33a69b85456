using System.Text;
using Actors.Storage.Internal.Local;
using Xunit;

namespace Actors.Tests.Storage.Local;

public class ChecksumTests
{
    [Fact]
    public void It_is_the_one_that_others_call_crc_32c() => Assert.Equal(0xE3069283, Checksum.Of([Encoding.ASCII.GetBytes("123456789")]).Value);

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        var bytes = StoreSamples.Bytes(1, 1000);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(Checksum.Of([bytes]), Checksum.Of([bytes.AsMemory(0, cut), bytes.AsMemory(cut)]));
    }

    [Fact]
    public void A_flipped_bit_changes_it()
    {
        var bytes = StoreSamples.Bytes(1, 100);
        var right = Checksum.Of([bytes]);
        bytes[50] ^= 1;
        Assert.NotEqual(right, Checksum.Of([bytes]));
    }
}
