using Actors.Links;
using Actors.Serialization;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Serialization;

public class LinkDataReaderTests
{
    private static readonly LinkData[] Samples =
    [
        new(),
        new() { Link = 1, Sequence = 2, Payload = ByteString.CopyFromUtf8("content"), Last = true },
        new() { Link = long.MaxValue, Sequence = long.MinValue },
        new() { Link = -1, Payload = ByteString.CopyFrom(new byte[64 * 1024]) },
    ];

    [Fact]
    public void What_the_generated_code_writes_is_read_alike() => Assert.All(Samples, sample =>
    {
        Assert.True(LinkDataReader.TryRead(sample.ToByteArray(), out var read));
        Assert.Equal(sample, read);
    });

    [Fact]
    public void A_field_of_a_later_version_is_left_to_the_generated_parser() =>
        Assert.False(LinkDataReader.TryRead([.. Samples[1].ToByteArray(), (9 << 3) | 0, 1], out _));

    [Fact]
    public void Bytes_that_are_cut_anywhere_are_never_read_as_something_that_the_generated_parser_refuses()
    {
        var whole = Samples[1].ToByteArray();
        for (var length = 0; length < whole.Length; length++)
        {
            if (LinkDataReader.TryRead(whole[..length], out var read))
                Assert.Equal(LinkData.Parser.ParseFrom(whole[..length]), read);
            else
                Assert.Throws<InvalidProtocolBufferException>(() => LinkData.Parser.ParseFrom(whole[..length]));
        }
    }

    [Fact]
    public void Random_bytes_are_read_as_the_generated_parser_reads_them()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            for (var at = 0; at < bytes.Length; at += 2)
                bytes[at] = (byte)((random.Next(6) << 3) | (random.Next(2) * 2));
            if (LinkDataReader.TryRead(bytes, out var read))
                Assert.Equal(LinkData.Parser.ParseFrom(bytes), read);
        }
    }
}
