using Actors.Storage;
using Actors.Storage.Internal;
using Actors.Storage.Internal.Node;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;

namespace Actors.Tests.Storage.Nodes;

public class ChunkAssemblerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(16 * 1024)]
    [InlineData(40_000)]
    [InlineData(64 * 1024)]
    public void Messages_of_any_size_make_whole_chunks_of_the_same_bytes(int messageBytes)
    {
        var content = Bytes(messageBytes, (2 * StorageLimits.ChunkBytes) + 77);
        List<byte[]> chunks = [];
        using var assembler = new ChunkAssembler();

        for (var at = 0; at < content.Length; at += messageBytes)
            assembler.Add(content.AsMemory(at, Math.Min(messageBytes, content.Length - at)), parts => chunks.Add(Joined(parts)));
        chunks.Add(Joined(assembler.TakeRest()));

        Assert.Equal([StorageLimits.ChunkBytes, StorageLimits.ChunkBytes, 77], chunks.Select(chunk => chunk.Length));
        Assert.Equal(content, chunks.SelectMany(chunk => chunk));
        Assert.Equal(Digest.Of(content), assembler.Digest);
    }

    [Fact]
    public void A_million_tiny_messages_make_few_parts()
    {
        using var assembler = new ChunkAssembler();
        var parts = 0;
        for (var i = 0; i < StorageLimits.ChunkBytes; i++)
            assembler.Add(new byte[] { 1 }, chunk => parts = chunk.Count);

        Assert.Equal(16, parts);
    }

    private static byte[] Joined(IEnumerable<ReadOnlyMemory<byte>> parts) => [.. parts.SelectMany(part => part.ToArray())];
}
