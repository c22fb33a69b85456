using Actors.Services.Deployment.Agents;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public class ShortLinesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("\n\r\none\r\ntwo", "", "", "one", "two")]
    [InlineData("longer than ten\nshort", "longer tha", "short")]
    public async Task Lines_come_as_they_are_up_to_a_length(string text, params string[] lines) =>
        Assert.Equal(lines, await ReadAsync(new StringReader(text)));

    [Fact]
    public async Task A_line_longer_than_any_buffer_is_one_line_and_the_next_is_whole()
    {
        var text = new string('x', 4096) + new string('y', 4096) + "\n" + new string(' ', 4095) + "\nlast";

        Assert.Equal([new string('x', 10), new string(' ', 10), "last"], await ReadAsync(new StringReader(text)));
    }

    private static async Task<List<string>> ReadAsync(TextReader reader)
    {
        var (read, lines) = (new List<string>(), new ShortLines(reader, 10));
        while (await lines.ReadAsync() is { } line)
            read.Add(line);
        return read;
    }
}
