using Actors.Services;
using Actors.Services.Hosts;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Hosts;

/// <summary>What a host remembers of its replies.</summary>
public sealed class ReplyMemoryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_reply_is_found_as_it_was()
    {
        var memory = new ReplyMemory(1 << 20, Minute);
        memory.Add(Id(1), Reply(1, "one"), TimeSpan.Zero);
        memory.Add(Id(2), Reply(2, "two"), TimeSpan.Zero);
        Assert.Equal(Reply(1, "one"), memory.Find(Id(1)));
        Assert.Equal(Reply(2, "two"), memory.Find(Id(2)));
        Assert.Null(memory.Find(Id(3)));
    }

    [Fact]
    public void The_newest_reply_to_a_call_counts_also_when_the_one_before_is_forgotten()
    {
        var memory = new ReplyMemory(1 << 20, Minute);
        memory.Add(Id(1), Reply(1, "stream"), TimeSpan.Zero);
        Fill(memory, 100, 5_000, TimeSpan.FromSeconds(1));
        memory.Add(Id(1), Reply(1, "end"), TimeSpan.FromSeconds(50));
        memory.Add(Id(2), Reply(2, ""), TimeSpan.FromSeconds(100));
        Assert.Equal(Reply(1, "end"), memory.Find(Id(1)));
        Assert.Null(memory.Find(Id(100)));
    }

    [Fact]
    public void Old_replies_are_forgotten()
    {
        var memory = new ReplyMemory(1 << 20, Minute);
        memory.Add(Id(1), Reply(1, "old"), TimeSpan.Zero);
        memory.Add(Id(2), Reply(2, "new"), Minute + TimeSpan.FromSeconds(1));
        Assert.Null(memory.Find(Id(1)));
        Assert.NotNull(memory.Find(Id(2)));
    }

    [Fact]
    public void The_last_replies_are_kept_within_the_size()
    {
        var memory = new ReplyMemory(100_000, Minute);
        Fill(memory, 0, 10_000, TimeSpan.Zero);
        // Some 220 bytes each in memory, and a block of them is forgotten at a time.
        var kept = Enumerable.Range(0, 10_000).Count(number => memory.Find(Id(number)) is not null);
        Assert.InRange(kept, 350, 450);
        Assert.All(Enumerable.Range(10_000 - kept, kept), number => Assert.Equal(Reply(number, "value"), memory.Find(Id(number))));
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(99_700, true)]
    [InlineData(100_000, false)]
    public void A_reply_larger_than_a_block_is_kept_if_it_fits_at_all(int length, bool isKept)
    {
        var memory = new ReplyMemory(100_000, Minute);
        Fill(memory, 10, 100, TimeSpan.Zero);
        memory.Add(Id(1), Reply(1, new string('x', length)), TimeSpan.Zero);
        Assert.Equal(isKept, memory.Find(Id(1)) is not null);
        Fill(memory, 1_000, 5_000, TimeSpan.Zero);
        Assert.Null(memory.Find(Id(1)));
        Assert.NotNull(memory.Find(Id(5_999)));
    }

    [Fact]
    public void With_no_room_nothing_is_kept()
    {
        var memory = new ReplyMemory(0, Minute);
        memory.Add(Id(1), Reply(1, "value"), TimeSpan.Zero);
        Assert.Null(memory.Find(Id(1)));
    }

    private static CallId Id(int number) => new((UInt128)number);

    private static CallReply Reply(int number, string value) => new() { CallId = Id(number).ToWire(), Value = ByteString.CopyFromUtf8(value) };

    private static void Fill(ReplyMemory memory, int first, int count, TimeSpan now)
    {
        for (var number = first; number < first + count; number++)
            memory.Add(Id(number), Reply(number, "value"), now);
    }
}
