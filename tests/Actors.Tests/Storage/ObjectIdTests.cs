using Actors.Storage;
using Xunit;

namespace Actors.Tests.Storage;

public class ObjectIdTests
{
    [Fact]
    public void Ids_sort_by_the_time_of_minting_in_text_and_bytes()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(50));
        var ids = new IdSource(clock, new Random(1).NextBytes);
        var early = ObjectId.New(ids);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var late = ObjectId.New(ids);

        Assert.True(early < late);
        Assert.True(string.CompareOrdinal(early.ToString(), late.ToString()) < 0);
        Assert.True(early.ToBytes().AsSpan().SequenceCompareTo(late.ToBytes()) < 0);
    }

    [Fact]
    public void A_clock_set_back_does_not_take_the_ids_back()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(50));
        var ids = new IdSource(clock, new Random(1).NextBytes);
        var before = ObjectId.New(ids);
        clock.Advance(-TimeSpan.FromHours(1));
        var after = ObjectId.New(ids);

        Assert.Equal(before.ToString()[..12], after.ToString()[..12]);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void Ids_of_the_system_never_meet_whatever_thread_mints_them()
    {
        var ids = Enumerable.Range(0, 20_000).AsParallel().Select(_ => ObjectId.New(IdSource.System)).ToHashSet();

        Assert.Equal(20_000, ids.Count);
    }

    [Fact]
    public void Text_is_32_lower_case_hex_digits_and_parses_back()
    {
        var id = ObjectId.New(IdSource.System);

        Assert.Matches("^[0-9a-f]{32}$", id.ToString());
        Assert.Equal(id, ObjectId.Parse(id.ToString()));
        Assert.Equal(id, ObjectId.FromBytes(id.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("zz000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000")]
    public void What_is_no_id_does_not_parse(string text)
    {
        Assert.False(ObjectId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ObjectId.Parse(text));
    }
}
